//! How a dialect classifies a value. A dialect is the way in which one vendor writes conversations.

use super::arguments::Read;
use super::call::Unreadable;
use super::fingerprints::Fingerprints;
use super::text::Text;
use crate::source::json::Json;

/// Classifies a value, as one vendor writes it.
pub(super) type Dialect = fn(&Text<'_>, &Json, Surroundings<'_>, &Setting) -> ValueKind;

/// What is around a value.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'j> {
    /// The member that contains the value, or the list that the value is in.
    pub member: &'j str,
    /// The object that has this member.
    pub object: Option<&'j Json>,
    /// The member that contains that object.
    pub outer: &'j str,
}

/// What a dialect needs in addition to the value.
pub(super) struct Setting {
    pub fingerprints: Fingerprints,
}

/// The kind of a value in a conversation.
pub(super) enum ValueKind {
    /// Nothing special: there may be calls in it.
    Container,
    /// Skipped, with everything in it.
    Ignored,
    /// A call.
    Call(ToolUse),
    /// A call that the user rejected.
    Rejected,
    /// Something that should have been a call.
    Unreadable(Unreadable),
}

/// A call, as a model wrote it.
pub(super) struct ToolUse {
    /// The server, if the call names it.
    pub server: Option<String>,
    pub tool: String,
    /// `None` if the arguments were not recorded.
    pub read: Option<Read>,
    /// The id that the model's answer gave to the call.
    pub id: Option<Json>,
}
