//! Judges each call by the policy of its own server.

use std::borrow::Cow;

use super::arguments::{Judgements, Read, Scratch, judge_args};
use super::input::Policies;
use crate::engine::Judgement;
use crate::source::Span;
use crate::trace::jsonl::{self, Line};
use crate::trace::{Call, Names, Unreadable};

/// A line of the own format. The server may be named after the arguments, so these are judged at the end of the line.
pub fn judge_line(each: &[Policies<'_>], text: &str, scratch: &mut Scratch<'_>) -> Read {
    let (line, extent) = jsonl::read(text, &mut scratch.memory, |_, scanner| scanner.value()).map_err(Box::new)?;
    let name = line.tool.map(|tool| tool.text(text.as_bytes())).unwrap_or_default();
    let (server, tool) = server_and_tool(scratch.names, &line, text.as_bytes(), &name);
    let position = server.as_deref().and_then(|server| position(scratch.names, server));
    let args = extent.args.map(|args| text.get(args.span().range()).unwrap_or_default());
    let judged = judge(each, position, tool, args, scratch);
    judged.map(|judgements| (line, judgements)).ok_or_else(|| {
        let span = extent.args.map_or(Span::new(0, text.len()), |args| args.span());
        Box::new(Unreadable { message: "these arguments are not a JSON object".into(), span, help: None })
    })
}

/// A call of another format, whose reader has split the server off the tool's name.
pub fn judge_call(each: &[Policies<'_>], call: &Call, scratch: &mut Scratch<'_>) -> Option<Judgements> {
    let position = call.server.as_deref().and_then(|server| position(scratch.names, server.as_bytes()));
    judge(each, position, call.tool.as_bytes(), call.args.as_ref().map(|args| &*args.json), scratch)
}

/// The server of a line's call, if it names one, and the tool's own name.
#[inline]
pub fn server_and_tool<'n>(
    names: &Names,
    line: &Line,
    text: &'n [u8],
    name: &'n [u8],
) -> (Option<Cow<'n, [u8]>>, &'n [u8]) {
    let (server, tool) = names.split_bytes(name);
    let named = line.server.map(|server| server.text(text)).filter(|server| !server.is_empty());
    (named.or(server.map(Cow::Borrowed)), tool)
}

/// The number of a server's policy.
fn position(names: &Names, server: &[u8]) -> Option<usize> {
    names.position(std::str::from_utf8(server).ok()?)
}

fn judge(
    each: &[Policies<'_>],
    position: Option<usize>,
    tool: &[u8],
    args: Option<&str>,
    scratch: &mut Scratch<'_>,
) -> Option<Judgements> {
    let Some((policies, number)) = position.and_then(|at| each.get(at).zip(u32::try_from(at).ok())) else {
        return Some(Judgements { policy: None, new: (None, Judgement::Passes), old: None, has_twins: false });
    };
    let judgements = judge_args(policies, tool, args, scratch)?;
    Some(Judgements { policy: Some(number), ..judgements })
}
