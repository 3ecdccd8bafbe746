//! The policies of a replay: one for all calls, or `NAME=POLICY` for the calls of each server.

use crate::cli::exit::Problem;
use crate::cli::policy;
use crate::cli::shared::Shared;
use crate::diagnostic::quoted;
use crate::document::{Job, Workspace};
use crate::engine::Engine;
use crate::git::RevisionDisk;
use crate::report::Format;
use crate::simulate::Policies;
use crate::simulate::why::Deciders;
use crate::source::Sources;
use crate::trace::rewritten;

/// The names of the policies' files, as they were given.
#[derive(Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// With `NAME=POLICY`, the server.
    pub server: Option<&'a str>,
    /// The policy's file.
    pub new: &'a str,
    /// The file of the policy to compare with.
    pub old: Option<&'a str>,
}

/// Which policy decides which calls. `policies` and `olds` are POLICY and `--against`.
pub fn named<'a>(policies: &'a [String], olds: &'a [String]) -> Result<Vec<Named<'a>>, Problem> {
    let mut all: Vec<Named<'a>> = Vec::new();
    for text in policies {
        let (server, new) = split(text)?;
        if let Some(server) = server
            && let Some(other) = all.iter().filter_map(|named| named.server).find(|other| is_same(other, server))
        {
            return Err(twice(server, other));
        }
        all.push(Named { server, new, old: None });
    }
    let plain = all.iter().filter(|named| named.server.is_none()).count();
    if plain > 0 && all.len() > 1 {
        return Err(Problem::new("several policies, but not a server for each of them")
            .with_help("write each as `NAME=POLICY`: it decides the calls of server NAME"));
    }
    for text in olds {
        let (server, old) = split(text)?;
        let place = all.iter_mut().find(|named| match (named.server, server) {
            (Some(one), Some(other)) => is_same(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        });
        let Some(place) = place else { return Err(without_policy(text, server, plain > 0)) };
        if place.old.is_some() {
            return Err(Problem::new(format!("`--against {text}` is a second older policy for the same calls"))
                .with_help("keep one of them"));
        }
        place.old = Some(old);
    }
    Ok(all)
}

/// The server and the policy of `NAME=POLICY`. A name with a `/` or `\` before the `=` is that of a file.
fn split(text: &str) -> Result<(Option<&str>, &str), Problem> {
    match text.split_once('=') {
        Some((name, _)) if name.contains(['/', '\\']) => Ok((None, text)),
        Some((name, policy)) if name.is_empty() || policy.is_empty() => {
            let missing = if name.is_empty() { "the server" } else { "the policy" };
            Err(Problem::new(format!("`{text}` does not name {missing}"))
                .with_help("write `NAME=POLICY`; a file whose name has a `=` needs a `./` in front of it"))
        }
        Some((name, policy)) => Ok((Some(name), policy)),
        None => Ok((None, text)),
    }
}

/// Whether two names are of one server, as clients write them.
fn is_same(one: &str, other: &str) -> bool {
    rewritten(one) == rewritten(other)
}

fn twice(server: &str, other: &str) -> Problem {
    if server == other {
        return Problem::new(format!("two policies for server `{server}`")).with_help("keep one of them");
    }
    let names = quoted([other, server]).join(" and ");
    Problem::new(format!("two policies for one server: clients write {names} as `{}`", rewritten(server)))
        .with_help("keep one of them")
}

fn without_policy(text: &str, server: Option<&str>, is_plain: bool) -> Problem {
    match server {
        Some(_) if is_plain => Problem::new(format!("`--against {text}` names a server, but POLICY does not"))
            .with_help("write `--against OLD`, or both as `NAME=POLICY` and `--against NAME=OLD`"),
        Some(server) => Problem::new(format!("`--against {text}`: server `{server}` has no policy"))
            .with_help(format!("add its policy with `{server}=POLICY`, or remove this option")),
        None => Problem::new(format!("`--against {text}` does not name the server"))
            .with_help(format!("write `--against NAME={text}`")),
    }
}

/// A policy that decides, and the one that it is compared with.
pub struct Loaded {
    name: String,
    new: Engine,
    old: Option<Engine>,
}

/// Reads all policies. If one has an error, that is printed, and the result is `None`.
pub fn load(
    named: &[Named<'_>],
    workspace: &Workspace<RevisionDisk>,
    sources: &mut Sources,
    format: Format,
    shared: &Shared,
) -> Result<Option<Vec<Loaded>>, Problem> {
    let mut read = Vec::new();
    for Named { new, old, .. } in named {
        let new = policy::load(workspace, new, Job::SIMULATE, sources, shared)?;
        let old = old.map(|old| policy::load(workspace, old, Job::SIMULATE, sources, shared)).transpose()?;
        read.push((new, old));
    }
    let mut all = Vec::new();
    for (new, old) in read {
        let name = sources.get(new.main).name.clone();
        let Some(new) = policy::usable(new, sources, format, shared)? else { return Ok(None) };
        let old = match old {
            None => None,
            Some(old) => match policy::usable(old, sources, format, shared)? {
                Some(policy) => Some(Engine::new(&policy)),
                None => return Ok(None),
            },
        };
        all.push(Loaded { name, new: Engine::new(&new), old });
    }
    Ok(Some(all))
}

impl Loaded {
    /// For the replay.
    pub fn policies<'p>(&'p self, sources: &'p Sources) -> Policies<'p> {
        Policies { new: &self.new, old: self.old.as_ref(), sources }
    }

    /// For the report. `server` is the one whose calls it decides, and `compares` says that policies are compared.
    pub fn deciders<'d>(&'d self, server: Option<&'d str>, compares: bool) -> Deciders<'d> {
        Deciders { server, name: &self.name, new: &self.new, old: self.old.as_ref(), compares }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_path_with_an_equals_sign_is_a_file() {
        for (text, server, file) in [
            ("desk=desk.pl", Some("desk"), "desk.pl"),
            ("My Desk=a=b.pl", Some("My Desk"), "a=b.pl"),
            ("desk=-", Some("desk"), "-"),
            ("./a=b.pl", None, "./a=b.pl"),
            (r"x\a=b.pl", None, r"x\a=b.pl"),
            ("desk.pl", None, "desk.pl"),
        ] {
            assert_eq!(split(text).ok(), Some((server, file)), "{text}");
        }
    }

    #[test]
    fn each_server_gets_its_own_older_policy() {
        let (policies, olds) = (texts(&["My Desk=a.pl", "b=b.pl"]), texts(&["My_Desk=old.pl"]));
        let found = named(&policies, &olds).ok().unwrap();
        let old: Vec<Option<&str>> = found.iter().map(|named| named.old).collect();
        assert_eq!(old, [Some("old.pl"), None]);
    }
}
