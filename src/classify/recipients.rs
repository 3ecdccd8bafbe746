//! Tools that carry something to others, and the arguments that say to whom.

use super::nouns::has;
use super::verbs::{self, Sense};
use super::words;

/// Verbs of names: what such a tool does reaches other people.
const SENDS: &str = "send sends resend post posts share shares invite invites pay pays book books mail mails email emails \
    forward forwards reply replies notify notifies message dm tweet toot publish announce broadcast sms";
/// Words in any place of a description that mean the same.
const CARRIES: &str = "send sends sending invite invites inviting forward forwards notify notifies emailed mailed";
/// Words that a description may begin with.
const BEGINS: &str = "post posts share shares pay pays book books mail mails email emails publish publishes reply replies \
    tweet tweets message messages broadcast broadcasts announce announces";
/// Words before or after a verb that make it something else: a `post` of a blog, an HTTP `POST`, a `book` to read.
const NOT_SENT: &str = "draft drafts template templates http request requests query queries command commands keys key input \
    event signal transaction assistant";

/// Words for somebody who receives something.
const RECIPIENTS: &str = "to cc bcc recipient recipients receiver receivers email emails mail mails attendee attendees \
    participant participants invitee invitees guest guests addressee addressees payee beneficiary channel channels chat \
    conversation user users username usernames member members contact contacts person people phone phones audience wallet \
    customer account iban vendor supplier";
/// Those of them that are mostly mail addresses.
const MAILED: &str = "to cc bcc recipient recipients receiver receivers email emails mail mails attendee attendees \
    participant participants invitee invitees guest guests addressee addressees";
/// Those of them who hear of it, whatever the tool is called.
const HEARS: &str =
    "cc bcc recipient recipients attendee attendees participant participants invitee invitees guest guests";
/// Words for the same person or place by its number: `chat_id`.
const IDS: &str = "id ids number numbers name names address addresses key keys email emails handle";
/// Words for texts that are carried to others.
const CONTENT: &str = "text body message content html markdown caption title subject status comment note notes description \
    summary tweet blocks reply";

/// Whether a tool sends, posts, shares, invites, pays or books, unless it only reads.
pub fn carries(name: &str, description: Option<&str>) -> bool {
    // An event is sent to a machine, but people are invited to one.
    let is_not_sent = || words::of_name(name).iter().any(|word| word != "event" && has(NOT_SENT, word));
    let is_sent = is_named_so(name) || !is_not_sent() && description.is_some_and(is_described_so);
    is_sent && !description.is_some_and(stays_within)
}

/// Whether the name of a financial tool says that money goes to somebody.
pub fn moves_money(name: &str) -> bool {
    words::of_name(name).iter().any(|word| has("transfer transfers payout withdraw remit wire donate tip", word))
}

/// Whether its name alone says so.
pub fn is_named_so(name: &str) -> bool {
    let words = words::of_name(name);
    !is_not_sent(name) && (is_verb(&words) || makes_a_message(&words))
}

/// Whether a tool only keeps a record of what was sent, `Create a new email record`, or says something in a game.
pub fn stays_within(description: &str) -> bool {
    let words = words::of_sentences(description).next().unwrap_or_default();
    if words.windows(2).any(|pair| matches!(pair, [first, second] if first == "in" && second == "game")) {
        return true;
    }
    let message = |word: &str| has("email mail message call meeting communication", word);
    words.windows(2).any(|pair| matches!(pair, [what, kept] if message(what) && has("record records log logs", kept)))
}

fn is_not_sent(name: &str) -> bool {
    words::of_name(name).iter().any(|word| has(NOT_SENT, word))
}

/// `send_mail`, `slack_post_message`, but not `get_message`, `pin_message` and `emails_update`.
fn is_verb(words: &[String]) -> bool {
    let Some(at) = words.iter().position(|word| has(SENDS, word)) else { return false };
    let is_other = |word: &String| verbs::of(word).is_some_and(|(_, sense)| sense == Sense::Verb) && !has(SENDS, word);
    let is_noun_first = words.get(at).is_some_and(|word| verbs::of(word).is_none()) && words.iter().any(is_other);
    // `chat_post_message` posts.
    let is_verb = |word: &String| verbs::of(word).is_some() && !has("chat bot mail email sms", word);
    !words.iter().take(at).any(is_verb) && !is_noun_first
}

/// `schedule_mail`, `create_invitation`
fn makes_a_message(words: &[String]) -> bool {
    let makes = |word: &String| has("create add schedule compose make queue new", word);
    let is_message = |word: &String| has("mail email message invitation invite sms tweet", word);
    words.iter().any(makes) && words.last().is_some_and(is_message)
}

fn is_described_so(description: &str) -> bool {
    let words = words::of_sentences(description).next().unwrap_or_default();
    let begins = words.first().is_some_and(|word| has(BEGINS, word) || has(CARRIES, word));
    begins || words.windows(2).any(|pair| matches!(pair, [joint, verb] if joint == "and" && has(CARRIES, verb)))
}

/// Whether an argument of a tool that carries something says to whom, by its name.
pub fn is_recipient(argument: &str) -> bool {
    let words = words::of_name(argument);
    if words.iter().any(|word| matches!(word.as_str(), "from" | "sender" | "my" | "reply")) {
        return false;
    }
    let last = words.last().map_or("", String::as_str);
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).map_or("", String::as_str);
    has(RECIPIENTS, last) || has(IDS, last) && has(RECIPIENTS, before)
}

/// Whether an argument of a tool that pays says who is paid, by its name.
pub fn is_paid(tool: &str, argument: &str) -> bool {
    let pays = |word: &String| {
        has("pay pays payment payout transfer transfers wire remit withdraw donate refund disburse invoice", word)
    };
    let last = words::of_name(argument).pop().unwrap_or_default();
    words::of_name(tool).iter().any(pays) && has("destination target iban vendor supplier creditor merchant", &last)
}

/// Whether a number of this name says how many: `guests`, but not `chat_id`.
pub fn is_count(argument: &str) -> bool {
    let last = words::of_name(argument).pop().unwrap_or_default();
    has(RECIPIENTS, &last) && !has("to recipient phone chat channel user", &last)
}

/// Whether an argument probably takes mail addresses, by its name.
pub fn is_mailed(argument: &str) -> bool {
    words::of_name(argument).last().is_some_and(|word| has(MAILED, word))
}

/// Whether those that an argument names hear of the call, whatever the tool is called, if it takes mail addresses.
pub fn hears(argument: &str) -> bool {
    words::of_name(argument).last().is_some_and(|word| has(HEARS, word))
}

/// Whether an argument is a text that is carried to others, by its name.
pub fn is_content(argument: &str) -> bool {
    words::of_name(argument).last().is_some_and(|word| has(CONTENT, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_reaches_somebody() {
        for name in
            ["send_mail", "slack_post_message", "chat_postMessage", "share_file", "create_invitation", "sms_user"]
        {
            assert!(carries(name, None), "{name}");
        }
        for name in ["get_message", "delete_post", "pinMessage", "emails_update", "format_text", "send_http_request"] {
            assert!(!carries(name, None), "{name}");
        }
        assert!(!carries("send_chat", Some("Send a chat message in-game")));
        assert!(!carries("emails_create", Some("Create a new email record")));
        assert!(carries("create_event", Some("Create an event and invite the participants.")));
        assert!(!carries("create_event", Some("Create an event.")));
    }

    #[test]
    fn names_say_who_receives_it() {
        for name in ["to", "cc", "recipients", "channel_id", "user_email", "phoneNumber"] {
            assert!(is_recipient(name), "{name}");
        }
        for name in ["from_email", "subject", "reply_to", "id", "sender"] {
            assert!(!is_recipient(name), "{name}");
        }
        assert!(is_paid("send_payment", "iban") && is_paid("pay", "destination") && !is_paid("send_mail", "vendor"));
        assert!(is_count("guests") && !is_count("chat_id"));
    }
}
