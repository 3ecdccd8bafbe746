//! Logs of conversations with a model: requests, which repeat all that was said before, responses, and
//! conversations as a whole, in whatever an application writes around them. The calls in them are looked
//! for everywhere but in the descriptions of tools; how a call is written each dialect says. All dialects
//! are understood in every log: applications talk to several models, and gateways translate.
//!
//! | a call | is |
//! | --- | --- |
//! | in the messages of a conversation that was seen up to its end, as far as it goes | repeated |
//! | with an id that was seen, in another conversation or response | repeated, where ids tell calls apart |
//! | any other | a call |
//!
//! Ids tell calls apart until one stands for two calls: twice in a conversation, or with other arguments.
//! Then only conversations do.

use std::collections::VecDeque;

use super::call::{Call, Found};
use super::dialect::{Around, Dialect, Part, Said, Setting};
use super::head::Head;
use super::options::Options;
use super::page::Page;
use super::prints::Prints;
use super::reader::Reader;
use super::recent::Recent;
use super::text::Text;
use super::times::{session_in, time_in};
use super::{anthropic, openai};
use crate::source::json::Json;
use crate::vocab::Time;

/// How many calls, and how many ends of conversations, are known again.
const CALLS: usize = 500_000;
const ENDS: usize = 100_000;

/// What describes tools and settings, and holds no calls.
const DESCRIPTIONS: [&str; 5] = ["tools", "functions", "tool_choice", "response_format", "parameters"];

/// How each vendor writes calls.
const DIALECTS: [Dialect; 2] = [openai::part, anthropic::part];

/// The reader of logs of conversations.
pub(super) fn reader(options: &Options, _: &Head) -> Box<dyn Reader> {
    let setting = Setting { prints: Prints::default(), server: options.server.clone() };
    Box::new(Chat { setting, ids: Recent::new(CALLS), ids_repeat: false, lists: 0, ends: Recent::new(ENDS) })
}

/// A log of conversations.
struct Chat {
    setting: Setting,
    /// The calls that were seen, by their ids.
    ids: Recent<Known>,
    /// An id stood for two calls.
    ids_repeat: bool,
    /// How many lists of messages were seen.
    lists: u64,
    /// The fingerprints of conversations up to their ends: one that goes on from there repeats the calls
    /// before, which may have no ids.
    ends: Recent<()>,
}

/// A call that was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    /// Its tool and arguments.
    print: u64,
    /// The list of messages in which it was seen.
    list: Option<u64>,
}

/// What is in force where a value stands.
#[derive(Clone)]
struct Scope {
    /// The list of messages that it stands in.
    list: Option<u64>,
    time: Option<Time>,
    session: Option<String>,
    /// Said before in the trace, and repeated here.
    repeated: bool,
}

impl Reader for Chat {
    fn value(&mut self, page: &Page, json: &Json, found: &mut VecDeque<Found>) {
        let scope = Scope { list: None, time: None, session: None, repeated: false };
        let around = Around { member: "", object: None, outer: "" };
        if let Some(end) = self.look_into(&Text::of_page(page), json, around, &scope, None, found) {
            self.ends.set(end, ());
        }
    }
}

impl Chat {
    /// Looks for calls, in order. `said` is the fingerprint of what was said before; gives that of what
    /// was said then. The depth is bounded by the reader of JSON.
    fn look_into(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        around: Around<'_>,
        scope: &Scope,
        said: Option<u64>,
        found: &mut VecDeque<Found>,
    ) -> Option<u64> {
        if let Some(elements) = json.elements() {
            return self.list(text, elements, around, scope, said, found);
        }
        let Some(members) = json.members() else { return said };
        match part(text, json, around, &self.setting) {
            Part::Open => {}
            Part::Closed => return said,
            Part::Unreadable(unreadable) => {
                found.push_back(text.page.unreadable(unreadable));
                return said;
            }
            Part::Call(call) => {
                found.extend(self.call(text, json, call, scope));
                return said;
            }
        }
        let scope = Scope {
            list: scope.list,
            time: time_in(json).or(scope.time),
            session: session_in(text, json).or_else(|| scope.session.clone()),
            repeated: scope.repeated,
        };
        let mut now = said;
        for member in members.iter().filter(|member| !DESCRIPTIONS.contains(&member.key.as_str())) {
            let around = Around { member: &member.key, object: Some(json), outer: around.member };
            now = self.look_into(text, &member.value, around, &scope, now, found);
        }
        let role = json.get("role").and_then(Json::text);
        role.zip(said).map(|(role, said)| self.and_message(said, role, json)).or(now)
    }

    /// Of a list of messages the beginning may be known.
    fn list(
        &mut self,
        text: &Text<'_>,
        elements: &[Json],
        around: Around<'_>,
        scope: &Scope,
        said: Option<u64>,
        found: &mut VecDeque<Found>,
    ) -> Option<u64> {
        let mut ends = Vec::new();
        let mut said_here = 0;
        for element in elements {
            let Some(role) = element.get("role").and_then(Json::text) else { break };
            said_here = self.and_message(said_here, role, element);
            ends.push(said_here);
        }
        if ends.is_empty() {
            return elements
                .iter()
                .fold(said, |said, element| self.look_into(text, element, around, scope, said, found));
        }
        let repeated = ends.iter().rposition(|&end| self.ends.contains(end)).map_or(0, |last| last + 1);
        self.lists += 1;
        for (index, element) in elements.iter().enumerate() {
            let repeated = scope.repeated || index < repeated;
            let scope = Scope { list: Some(self.lists), repeated, ..scope.clone() };
            self.look_into(text, element, around, &scope, None, found);
        }
        self.ends.set(said_here, ());
        Some(said_here)
    }

    /// The fingerprint of a conversation with one more message. Only what is sent back counts, and what
    /// the system says does not: some say the time there.
    fn and_message(&self, said: u64, role: &str, message: &Json) -> u64 {
        if matches!(role, "system" | "developer") {
            return said;
        }
        let of = |name: &str| message.get(name).map(|value| self.setting.prints.of(value));
        self.setting.prints.join((said, role, of("content"), of("function_call"), of("tool_calls")))
    }

    /// A call; nothing of one that is known.
    fn call(&mut self, text: &Text<'_>, json: &Json, said: Said, scope: &Scope) -> Option<Found> {
        let Said { tool, read, id } = said;
        let print = self.setting.prints.join((&tool, read.as_ref().map(|read| read.print)));
        let is_known = id.as_ref().is_some_and(|id| self.is_known(id, Known { print, list: scope.list }));
        if scope.repeated || is_known {
            return None;
        }
        Some(text.page.call(Call {
            excerpt: text.page.whole(),
            span: text.place(json.span),
            time: time_in(json).or(scope.time),
            grant: None,
            tool,
            args: read.map(|read| read.args),
            expect: None,
            id: id.map(|id| text.slice(&id).to_owned()),
            session: session_in(text, json).or_else(|| scope.session.clone()),
        }))
    }

    /// Whether an id tells that a call was seen.
    fn is_known(&mut self, id: &Json, call: Known) -> bool {
        let Some(known) = self.ids.set(self.setting.prints.of(id), call) else { return false };
        let is_in_one_list = call.list.is_some() && call.list == known.list;
        self.ids_repeat |= known.print != call.print || is_in_one_list;
        !self.ids_repeat
    }
}

fn part(text: &Text<'_>, json: &Json, around: Around<'_>, setting: &Setting) -> Part {
    let parts = DIALECTS.iter().map(|dialect| dialect(text, json, around, setting));
    parts.into_iter().find(|part| !matches!(part, Part::Open)).unwrap_or(Part::Open)
}
