//! Chooses the policy that decides a call: the only one, or that of the call's server.

use std::borrow::Cow;

use super::input::{Policies, Sides};
use crate::trace::jsonl::Line;
use crate::trace::{Call, Names};

/// Which policy decides a call.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'p, 'n> {
    /// The policy, with its number; `None` if none decides.
    pub policy: Option<(u32, &'p Policies<'p>)>,
    /// The tool's own name, without the server in front of it.
    pub tool: &'n [u8],
    /// Whether a server was in front of it.
    pub has_prefix: bool,
}

impl<'p, 'n> Choice<'p, 'n> {
    /// For a line of the own format, as far as it is read. `name` is the tool's name in it.
    #[inline(always)]
    pub fn of_line(sides: Sides<'p>, names: &Names, line: &Line, text: &[u8], name: &'n [u8]) -> Self {
        let (server, tool) = names.split_bytes(name);
        let policy = match sides {
            Sides::One(policies) => Some((0, policies)),
            Sides::ByServer(each) => {
                let member = line.server.map(|server| server.text(text)).filter(|server| !server.is_empty());
                of_server(each, names, member.as_deref().or(server))
            }
        };
        Self { policy, tool, has_prefix: server.is_some() }
    }

    /// For a call of another format, whose reader has split the server off the tool's name.
    pub fn of_call(sides: Sides<'p>, names: &Names, call: &'n Call) -> Self {
        let policy = match sides {
            Sides::One(policies) => Some((0, policies)),
            Sides::ByServer(each) => of_server(each, names, call.server.as_deref().map(str::as_bytes)),
        };
        Self { policy, tool: call.tool.as_bytes(), has_prefix: false }
    }
}

#[inline]
fn of_server<'p>(each: &'p [Policies<'p>], names: &Names, server: Option<&[u8]>) -> Option<(u32, &'p Policies<'p>)> {
    let at = names.position(server?)?;
    Some((u32::try_from(at).ok()?, each.get(at)?))
}

/// The server of a line's call, if it names one, and the tool's own name.
#[inline]
pub fn server_and_tool<'t>(names: &Names, line: &Line, text: &'t [u8]) -> (Option<Cow<'t, [u8]>>, Cow<'t, [u8]>) {
    let (server, tool) = match line.tool.map(|tool| tool.text(text)).unwrap_or_default() {
        Cow::Borrowed(name) => {
            let (server, tool) = names.split_bytes(name);
            (server.map(Cow::Borrowed), Cow::Borrowed(tool))
        }
        Cow::Owned(name) => {
            let (server, tool) = names.split_bytes(&name);
            (server.map(|server| Cow::Owned(server.to_vec())), Cow::Owned(tool.to_vec()))
        }
    };
    let member = line.server.map(|server| server.text(text)).filter(|server| !server.is_empty());
    (member.or(server), tool)
}
