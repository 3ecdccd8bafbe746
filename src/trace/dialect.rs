//! What a dialect, which is how one vendor writes conversations, says of a value.

use super::arguments::Read;
use super::call::Unreadable;
use super::prints::Prints;
use super::text::Text;
use crate::source::json::Json;

/// What a value is, as one vendor writes it.
pub(super) type Dialect = fn(&Text<'_>, &Json, Around<'_>, &Setting) -> Part;

/// What stands around a value.
#[derive(Clone, Copy)]
pub(super) struct Around<'j> {
    /// The member that holds the value, or the list that the value is in.
    pub member: &'j str,
    /// The object that has this member.
    pub object: Option<&'j Json>,
    /// The member that holds that object.
    pub outer: &'j str,
}

/// What a dialect needs beside the value.
pub(super) struct Setting {
    pub prints: Prints,
    /// The server whose calls are wanted, where a call names its server.
    pub server: Option<String>,
}

/// What a value of a conversation is.
pub(super) enum Part {
    /// Nothing of its own: there may be calls in it.
    Open,
    /// Something that is passed over with all that is in it.
    Closed,
    /// A call.
    Call(Said),
    /// Something that should have been a call.
    Unreadable(Unreadable),
}

/// A call, as a model wrote it.
pub(super) struct Said {
    pub tool: String,
    /// Nothing where the arguments were not recorded.
    pub read: Option<Read>,
    /// The id that the model's answer gave it.
    pub id: Option<Json>,
}

impl Setting {
    /// Whether a call that names this server is not asked for.
    pub fn passes_over(&self, server: Option<&Json>) -> bool {
        let named = server.and_then(Json::text);
        self.server.as_deref().zip(named).is_some_and(|(wanted, named)| wanted != named)
    }
}
