//! The messages that have arrived, and which of them no longer need an answer.

use std::collections::VecDeque;

use lsp_server::{Message, Request, RequestId};
use serde_json::Value;

/// Messages in the order of arrival.
#[derive(Debug, Default)]
pub struct Inbox {
    messages: VecDeque<Message>,
}

/// Why a request needs no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// The client canceled it.
    Canceled,
    /// The client has changed the document since.
    TypedPast,
}

impl Inbox {
    /// Adds a message that has arrived.
    pub fn push(&mut self, message: Message) {
        self.messages.push_back(message);
    }

    /// The next message.
    pub fn pop(&mut self) -> Option<Message> {
        self.messages.pop_front()
    }

    /// Whether everything that has arrived was handled.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Whether a later message makes a request pointless.
    pub fn stale(&self, request: &Request) -> Option<Stale> {
        let document = document(&request.params);
        self.messages.iter().find_map(|message| {
            let Message::Notification(later) = message else { return None };
            match later.method.as_str() {
                "$/cancelRequest" => (canceled(&later.params) == Some(request.id.clone())).then_some(Stale::Canceled),
                "textDocument/didChange" | "textDocument/didClose" => {
                    (document.is_some() && self::document(&later.params) == document).then_some(Stale::TypedPast)
                }
                _ => None,
            }
        })
    }
}

/// The document that a message is about.
fn document(parameters: &Value) -> Option<&str> {
    parameters.pointer("/textDocument/uri")?.as_str()
}

fn canceled(parameters: &Value) -> Option<RequestId> {
    serde_json::from_value(parameters.get("id")?.clone()).ok()
}
