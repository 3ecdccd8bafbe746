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
    /// `--server`, as it is written and as clients rewrite it.
    wanted: Option<[String; 2]>,
}

impl Names {
    /// For the server whose calls are wanted.
    pub fn new(server: Option<&str>) -> Self {
        Self { wanted: server.map(|server| [server.to_owned(), rewritten(server)]) }
    }

    /// The server that a name says, if it does, and the tool's own name.
    #[inline]
    pub fn split<'n>(&self, name: &'n str) -> (Option<&'n str>, &'n str) {
        if self.wanted.is_none() && !name.starts_with(MARK) {
            return (None, name);
        }
        self.split_off(name).map_or((None, name), |(server, tool)| (Some(server), tool))
    }

    /// The same for bytes. Names that are not UTF-8 are whole.
    #[inline]
    pub fn split_bytes<'n>(&self, name: &'n [u8]) -> (Option<&'n [u8]>, &'n [u8]) {
        if self.wanted.is_none() && !name.starts_with(MARK.as_bytes()) {
            return (None, name);
        }
        let Ok(text) = std::str::from_utf8(name) else { return (None, name) };
        let (server, tool) = self.split(text);
        (server.map(str::as_bytes), tool.as_bytes())
    }

    /// Whether the calls of one server are wanted.
    pub fn want_one(&self) -> bool {
        self.wanted.is_some()
    }

    /// Whether calls of this server are wanted.
    pub fn wants(&self, server: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| wanted == server))
    }

    #[inline(never)]
    fn split_off<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let wanted = self.wanted.iter().flatten().find_map(|wanted| split_wanted(name, wanted));
        wanted.or_else(|| {
            let (server, tool) = name.strip_prefix(MARK)?.split_once("__")?;
            (!server.is_empty() && !tool.is_empty()).then_some((server, tool))
        })
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
        let behind = separated(Some(rest)).find_map(|rest| separated(rest.strip_prefix("mcp")).next());
        let tool = behind.or_else(|| separated(Some(rest)).next())?;
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
fn rewritten(server: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || "_-".contains(letter) { letter } else { '_' };
    server.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_server_is_removed_from_names() {
        let names = Names::new(Some("My Desk"));
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
            assert!(names.wants(server.unwrap()), "{name}");
        }
        for name in ["create", "My_Desk", "My_Desk_", "My_Desker_create", "mcp_create", "xMy_Desk_create"] {
            assert_eq!(names.split(name), (None, name));
        }
        assert_eq!(names.split("mcp__other__create"), (Some("other"), "create"));
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
