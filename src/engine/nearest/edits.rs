//! Edits of a call's arguments.

use crate::source::Span;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Path;

/// One argument that is set or left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Which argument.
    pub path: Path,
    /// Its new value; `None` leaves it out.
    pub value: Option<Json>,
}

/// A value that was not read from any text.
pub fn made(kind: JsonKind) -> Json {
    Json { span: Span::at(0), kind }
}

/// The arguments with some edits.
pub fn applied(args: &Json, edits: &[Edit]) -> Json {
    let mut args = args.clone();
    for edit in edits {
        match &edit.value {
            Some(value) => set(&mut args, edit.path.segments(), value),
            None => leave_out(&mut args, edit.path.segments()),
        }
    }
    args
}

/// Whether one of two arguments contains the other, or is the same.
pub fn touch(left: &Path, right: &Path) -> bool {
    left.segments().iter().zip(right.segments()).all(|(left, right)| left == right)
}

/// How many values there are. The readers bound the depth.
pub fn size(json: &Json) -> usize {
    match &json.kind {
        JsonKind::List(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        JsonKind::Object(members) => 1 + members.iter().map(|member| size(&member.value)).sum::<usize>(),
        JsonKind::Text(text) => 1 + text.len() / 64,
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => 1,
    }
}

/// Values on the way that are not objects are replaced by objects.
fn set(mut json: &mut Json, segments: &[String], value: &Json) {
    for segment in segments {
        if !matches!(json.kind, JsonKind::Object(_)) {
            *json = made(JsonKind::Object(Vec::new()));
        }
        let JsonKind::Object(members) = &mut json.kind else { return };
        let at = match members.iter().rposition(|member| member.key == *segment) {
            Some(at) => at,
            None => {
                let value = made(JsonKind::Object(Vec::new()));
                members.push(Member { key: segment.clone(), key_span: Span::at(0), value });
                members.len() - 1
            }
        };
        let Some(member) = members.get_mut(at) else { return };
        json = &mut member.value;
    }
    *json = value.clone();
}

fn leave_out(json: &mut Json, segments: &[String]) {
    let JsonKind::Object(members) = &mut json.kind else { return };
    match segments {
        [] => {}
        [last] => members.retain(|member| member.key != *last),
        [first, rest @ ..] => {
            if let Some(member) = members.iter_mut().rev().find(|member| member.key == *first) {
                leave_out(&mut member.value, rest);
            }
        }
    }
}
