//! The server in the name of a tool. Clients write the server's name in front of the tool's, so that tools of
//! several servers do not collide; a policy has the tool's own name.
//!
//! | name | with `--server desk` | else |
//! | --- | --- | --- |
//! | `mcp__desk__create` | `create` of `desk` | `create` of `desk` |
//! | `desk__create`, `desk.create`, `desk/create`, `mcp_desk_create`, `desk-mcp-create` | `create` of `desk` | as it is |

/// What may be between a server's name and a tool's.
const SEPARATORS: [&str; 5] = ["__", ".", "_", "-", "/"];

/// What clients put in front of the names of all tools that are not their own.
const MARK: &str = "mcp__";

/// How names are split.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The servers whose calls are wanted.
    wanted: Vec<Wanted>,
    /// The bytes with which their names begin, as bits.
    firsts: [u64; 4],
}

/// A server whose calls are wanted.
#[derive(Debug, Clone)]
struct Wanted {
    /// Its name.
    name: String,
    /// Its name as clients rewrite it, if that is another one.
    rewritten: Option<String>,
}

impl Wanted {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rewritten: Some(rewritten(name)).filter(|rewritten| rewritten != name) }
    }

    fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.rewritten.as_deref())
    }
}

impl Names {
    /// For the servers whose calls are wanted; without any, all calls are.
    pub fn new<'s>(servers: impl IntoIterator<Item = &'s str>) -> Self {
        let wanted: Vec<Wanted> = servers.into_iter().map(Wanted::new).collect();
        let mut firsts = [0; 4];
        for byte in wanted.iter().flat_map(Wanted::spellings).filter_map(|name| name.bytes().next()) {
            if let Some(bits) = firsts.get_mut(usize::from(byte / 64)) {
                *bits |= 1 << (byte % 64);
            }
        }
        Self { wanted, firsts }
    }

    /// The server that a name says, if it does, and the tool's own name.
    pub fn split<'n>(&self, name: &'n str) -> (Option<&'n str>, &'n str) {
        self.split_off(name).map_or((None, name), |(server, tool)| (Some(server), tool))
    }

    /// The same for bytes. Names that are not UTF-8 are whole.
    #[inline(always)]
    pub fn split_bytes<'n>(&self, name: &'n [u8]) -> (Option<&'n [u8]>, &'n [u8]) {
        if self.may_split(name) { self.split_odd(name) } else { (None, name) }
    }

    /// Whether a name may have a server in front of it: quick, and right if it says no.
    #[inline(always)]
    fn may_split(&self, name: &[u8]) -> bool {
        let Some(first) = name.first() else { return false };
        let is_first = self.firsts.get(usize::from(first / 64)).is_some_and(|bits| bits >> (first % 64) & 1 == 1);
        is_first || name.first_chunk() == Some(b"mcp")
    }

    #[inline(never)]
    fn split_odd<'n>(&self, name: &'n [u8]) -> (Option<&'n [u8]>, &'n [u8]) {
        let Ok(text) = std::str::from_utf8(name) else { return (None, name) };
        let (server, tool) = self.split(text);
        (server.map(str::as_bytes), tool.as_bytes())
    }

    /// Whether only the calls of certain servers are wanted.
    pub fn are_chosen(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Whether calls of this server are wanted.
    pub fn wants(&self, server: &[u8]) -> bool {
        self.wanted.is_empty() || self.position(server).is_some()
    }

    /// Which of the wanted servers this is, counted from 0.
    pub fn position(&self, server: &[u8]) -> Option<usize> {
        self.wanted.iter().position(|wanted| wanted.spellings().any(|name| name.as_bytes() == server))
    }

    #[inline(never)]
    fn split_off<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let marked = name.strip_prefix(MARK).and_then(|rest| rest.split_once("__"));
        let marked = marked.filter(|(server, tool)| !server.is_empty() && !tool.is_empty());
        let wanted = self.wanted.iter().flat_map(Wanted::spellings).filter_map(|wanted| split_wanted(name, wanted));
        // In `mcp__desk_two__create` the server is `desk_two`, even if only `desk` is wanted.
        let wanted = wanted.filter(|(_, tool)| marked.is_none_or(|(_, own)| tool.len() <= own.len()));
        // If `desk` and `desk_two` are both wanted, `desk_two_create` is a tool of the longer one.
        wanted.max_by_key(|(server, _)| server.len()).or(marked)
    }
}

/// The name of a server without the mark that some writers put in front of it, as in `mcp__desk`.
pub(super) fn bare_server(server: &str) -> &str {
    let bare = server.strip_prefix(MARK).map_or(server, |rest| rest.strip_suffix("__").unwrap_or(rest));
    if bare.is_empty() { server } else { bare }
}

/// Splits `desk__create`, also with `mcp` before or after the server.
fn split_wanted<'n>(name: &'n str, wanted: &str) -> Option<(&'n str, &'n str)> {
    let starts = std::iter::once(name).chain(separated(name.strip_prefix("mcp")));
    starts.into_iter().find_map(|start| {
        let rest = start.strip_prefix(wanted)?;
        let server = start.get(..wanted.len())?;
        let after_mcp = separated(Some(rest)).find_map(|rest| separated(rest.strip_prefix("mcp")).next());
        let tool = after_mcp.or_else(|| separated(Some(rest)).next())?;
        Some((server, tool))
    })
}

/// What follows a separator, if anything does. `__` may also be one underscore and a tool that begins with one;
/// nobody writes that.
fn separated(rest: Option<&str>) -> impl Iterator<Item = &str> {
    let found = rest.and_then(|rest| SEPARATORS.iter().find_map(|separator| rest.strip_prefix(separator)));
    found.filter(|rest| !rest.is_empty()).into_iter()
}

/// A name as clients write it: every character except letters, digits, `_` and `-` is replaced by `_`.
pub fn rewritten(server: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || "_-".contains(letter) { letter } else { '_' };
    server.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_server_is_removed_from_names() {
        let names = Names::new(["My Desk"]);
        for (name, tool) in [
            ("mcp__My_Desk__create", "create"),
            ("My Desk__create", "create"),
            ("My_Desk.create", "create"),
            ("My_Desk/create", "create"),
            ("My_Desk_create", "create"),
            ("My_Desk-create", "create"),
            ("mcp_My_Desk_create", "create"),
            ("mcp-My_Desk-create", "create"),
            ("My_Desk-mcp.create", "create"),
            ("My_Desk__mcp__create", "create"),
            ("My_Desk_mcp", "mcp"),
        ] {
            let (server, found) = names.split(name);
            assert_eq!(found, tool, "{name}");
            assert!(names.wants(server.unwrap().as_bytes()), "{name}");
        }
        for name in ["create", "My_Desk", "My_Desk_", "My_Desker_create", "mcp_create", "xMy_Desk_create"] {
            assert_eq!(names.split(name), (None, name));
        }
        for (name, server) in [("mcp__other__create", "other"), ("mcp__My_Desk_Two__create", "My_Desk_Two")] {
            assert_eq!(names.split(name), (Some(server), "create"));
        }
    }

    #[test]
    fn the_longest_of_several_wanted_servers_is_removed() {
        for servers in [["desk", "desk_two"], ["desk_two", "desk"]] {
            let names = Names::new(servers);
            let position = |server| servers.iter().position(|other| *other == server);
            for (name, server, tool) in [
                ("desk_create", "desk", "create"),
                ("desk_two_create", "desk_two", "create"),
                ("mcp__desk_two__create", "desk_two", "create"),
                ("desk.two_create", "desk", "two_create"),
            ] {
                let (found, rest) = names.split(name);
                assert_eq!(
                    (found.and_then(|found| names.position(found.as_bytes())), rest),
                    (position(server), tool),
                    "{name}"
                );
            }
            assert_eq!(names.position(b"other"), None);
        }
    }

    #[test]
    fn a_name_is_whole_without_a_mark() {
        let names = Names::default();
        for name in ["files.read", "get__user", "desk-create", "mcp__", "mcp__desk", "mcp__desk__", "mcp____create"] {
            assert_eq!(names.split(name), (None, name));
        }
        assert_eq!(names.split("mcp__desk__get__user"), (Some("desk"), "get__user"));
        assert_eq!([bare_server("mcp__desk"), bare_server("mcp__desk__"), bare_server("desk")], ["desk"; 3]);
    }
}
