//! What makes it doubtful that the traces were read as they are meant: servers that are mixed or missing, and names
//! that look like others.

use std::collections::BTreeMap;

use super::arguments::Judgements;
use super::census::Census;
use super::outcome::{Doubt, DoubtKind, Example, Outcome};
use crate::engine::Engine;
use crate::source::Span;
use crate::source::json::Json;
use crate::trace::Names;
use crate::trace::jsonl::misspelt;

/// At most this many doubts of one kind are kept, and this many servers are named.
const MOST: usize = 10;

/// Doubts, as they come up.
#[derive(Debug, Default)]
pub struct Doubts {
    /// The first server that was named, and the first call of another one.
    servers: Option<(Box<[u8]>, Option<Example>)>,
    /// With a server: the first call that names another one, or none.
    passed_over: Option<Example>,
    /// With a policy for each server: the calls that have none.
    by_server: ByServer,
    members: Vec<Doubt>,
}

/// What comes up if each server has its own policy.
#[derive(Debug, Default)]
struct ByServer {
    /// The first call that names a server.
    named: Option<Example>,
    /// How many calls are of servers without a policy, and the first of them.
    others: (u64, Option<Example>),
    /// How many calls name no server, and the first of them.
    unnamed: (u64, Option<Example>),
}

impl Doubts {
    /// Counts the server of a call. Whether one of the policies decides it: that of its server.
    pub fn have_policy(
        &mut self,
        census: &mut Census,
        judgements: &Judgements,
        server: Option<&[u8]>,
        first: impl Fn() -> Example,
    ) -> bool {
        let ByServer { named, others, unnamed } = &mut self.by_server;
        let (calls, example) = match server {
            Some(server) => {
                census.server(server);
                if named.is_none() {
                    *named = Some(first());
                }
                if judgements.policy != Judgements::NOBODY {
                    return true;
                }
                others
            }
            None => unnamed,
        };
        *calls += 1;
        if example.is_none() {
            *example = Some(first());
        }
        false
    }

    /// Moves the doubts into the outcome, in which each of these servers has its own policy.
    pub fn close_by_server(self, engines: &[&Engine], servers: Vec<String>, names: &Names, outcome: &mut Outcome) {
        let ByServer { named, others, unnamed } = self.by_server;
        let is_called = outcome.servers.iter().map(|decided| decided.summary.decided.calls() > 0);
        let unused: Vec<String> =
            servers.into_iter().zip(is_called).filter(|(_, is_called)| !is_called).map(|(server, _)| server).collect();
        let called = &outcome.reading.servers;
        let without = called.keys().filter(|server| !names.wants(server.as_bytes())).take(MOST).cloned().collect();
        let known: Vec<String> = called.keys().take(MOST).cloned().collect();
        let prefix_of = |first: Option<&Example>| {
            let tool = &first?.tool;
            engines.iter().find_map(|engine| prefix(engine, tool))
        };
        let first_named = named.filter(|_| !unused.is_empty());
        let found = [
            (DoubtKind::WithoutPolicy(without, others.0), others.1),
            (DoubtKind::Unnamed(unnamed.0, prefix_of(unnamed.1.as_ref())), unnamed.1),
            (DoubtKind::Unused(unused, known), first_named),
        ];
        let found = found.into_iter().filter_map(|(kind, first)| Some(Doubt { kind, first: first? }));
        outcome.doubts.extend(found.chain(self.members));
        for (engine, outcome) in engines.iter().zip(&mut outcome.servers) {
            outcome.doubts = prefixes(engine, outcome, true);
        }
    }

    /// Counts the server of a call. Whether the call is to be decided: if no call names a server, all are.
    #[inline]
    pub fn wants(
        &mut self,
        census: &mut Census,
        names: &Names,
        (server, names_no_server): (Option<&[u8]>, bool),
        first: impl FnOnce() -> Example,
    ) -> bool {
        let wanted = match server {
            Some(server) => {
                census.server(server);
                names.wants(server)
            }
            None => !names.are_chosen() || names_no_server,
        };
        if names.are_chosen() && (!wanted || names_no_server) {
            self.passed_over.get_or_insert_with(first);
            return wanted;
        }
        match (server, &mut self.servers) {
            (Some(server), None) => self.servers = Some((server.into(), None)),
            (Some(server), Some((known, other @ None))) if **known != *server => *other = Some(first()),
            (Some(_), Some(_)) | (None, _) => {}
        }
        wanted
    }

    /// A line with a member that looks like one that is missing.
    #[cold]
    pub fn misspelt(&mut self, line: &[u8], first: impl FnOnce() -> Example) {
        let Some(json) = std::str::from_utf8(line).ok().and_then(|line| Json::parse_text(line).ok()) else { return };
        let members = json.members().unwrap_or_default();
        let is_there = |name: &str| members.iter().any(|member| member.key == name);
        let found = members.iter().find_map(|member| {
            let meant = misspelt(&member.key).filter(|meant| !is_there(meant))?;
            Some((member, meant))
        });
        let Some((member, meant)) = found else { return };
        let kind = DoubtKind::Member { written: member.key.clone(), meant };
        if self.members.len() < MOST && !self.members.iter().any(|doubt| doubt.kind == kind) {
            let span: Span = member.key_span;
            self.members.push(Doubt { kind, first: Example { span, ..first() } });
        }
    }

    /// Moves the doubts into the outcome. `server` is the one that was asked for.
    pub fn close(self, engine: &Engine, server: Option<&str>, outcome: &mut Outcome) {
        let named: Vec<String> = outcome.reading.servers.keys().take(MOST).cloned().collect();
        let calls = outcome.summary.decided.calls();
        let kind = match server {
            None if named.len() > 1 => Some(DoubtKind::SeveralServers(named)),
            Some(server) if named.is_empty() => Some(DoubtKind::NoServers(server.to_owned())),
            Some(server) if calls == 0 => Some(DoubtKind::OtherServers(server.to_owned(), named)),
            Some(_) | None => None,
        };
        let first = self.servers.and_then(|(_, other)| other).or(self.passed_over);
        outcome.doubts.extend(kind.zip(first).map(|(kind, first)| Doubt { kind, first }));
        outcome.doubts.extend(self.members);
        let prefixes = prefixes(engine, outcome, false);
        outcome.doubts.extend(prefixes);
    }
}

/// Tools that the policy does not name, but names without what is in front of them.
fn prefixes(engine: &Engine, outcome: &Outcome, by_server: bool) -> Vec<Doubt> {
    let denied = outcome.denials.iter().find(|hit| hit.rule_is_default(engine));
    let Some(first) = denied.map(|hit| hit.first.clone()) else { return Vec::new() };
    let unnamed = outcome.tools.keys().filter(|tool| engine.tool(tool.as_bytes()).is_none());
    // The tools of one server are one mistake.
    let mut by_prefix: BTreeMap<String, &String> = BTreeMap::new();
    for (tool, prefix) in unnamed.filter_map(|tool| Some((tool, prefix(engine, tool)?))) {
        by_prefix.entry(prefix).or_insert(tool);
    }
    let found = by_prefix.into_iter().take(MOST).map(|(prefix, tool)| (tool, prefix));
    found
        .map(|(tool, prefix)| Doubt {
            kind: DoubtKind::Prefix { tool: tool.clone(), prefix, by_server },
            first: first.clone(),
        })
        .collect()
}

/// What is in front of the name of a tool that the policy names.
fn prefix(engine: &Engine, tool: &str) -> Option<String> {
    let starts = tool.match_indices(['.', '_', '-', '/']).map(|(at, _)| at);
    starts.filter(|at| *at > 0).find_map(|at| {
        let (server, rest) = tool.split_at_checked(at)?;
        let own = rest.strip_prefix("__").or_else(|| rest.get(1..))?;
        engine.tool(own.as_bytes()).map(|_| without_mcp(server).to_owned())
    })
}

/// A server's name without the `mcp` that some clients put before or after it.
fn without_mcp(server: &str) -> &str {
    const SEPARATORS: [char; 4] = ['.', '_', '-', '/'];
    let start = server.strip_prefix("mcp").filter(|rest| rest.starts_with(SEPARATORS));
    let server = start.map_or(server, |rest| rest.trim_start_matches(SEPARATORS));
    let end = server.strip_suffix("mcp").filter(|rest| rest.ends_with(SEPARATORS));
    let bare = end.map_or(server, |rest| rest.trim_end_matches(SEPARATORS));
    if bare.is_empty() { server } else { bare }
}
