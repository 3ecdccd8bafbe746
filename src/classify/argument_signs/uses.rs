//! Whether a tool opens, fetches or runs a text. An address in a record of a customer, a domain that is looked up in a
//! register, or code that is formatted may be any.

use super::descriptions::Mentions;
use super::signs::Signs;
use crate::classify::argument_kind::ArgumentKind;
use crate::classify::nouns::has;
use crate::classify::{name, verbs, words};
use crate::vocab::Category;

/// Whether a tool does something with a text of a kind, as far as what the server says shows.
pub(super) fn is_used(signs: &Signs<'_>, kind: ArgumentKind, own: &Mentions<'_>) -> bool {
    let Signs { tool, name, .. } = *signs;
    let call = Call { tool: tool.words(), argument: words::of_name(name), own, about: tool.mentions() };
    if own.has_one("unused") || call.is_about(PROMPTS) && !call.is_named(RUNS) {
        return false;
    }
    match kind {
        ArgumentKind::Command => signs.is_execute || !call.has_verb(READS_CODE) || call.runs(),
        ArgumentKind::Query => signs.is_execute || !call.has_verb(READS_QUERIES) || call.runs(),
        ArgumentKind::Path => !call.is_kept_within() && (signs.is_execute || call.opens()),
        ArgumentKind::Url => call.fetches(),
        ArgumentKind::Host => !call.is_looked_up(),
        ArgumentKind::Mail => true,
    }
}

/// Verbs of tools that read code, and do not run it.
const READS_CODE: &str = "analyze analyse review format lint describe parse validate highlight beautify minify prettify \
    convert translate document summarize summarise explain diagnose count compare diff detect classify scan check inspect \
    search find get list lookup generate transpile tokenize decompile";
/// The same of queries. Who explains or checks a query may run it.
const READS_QUERIES: &str = "review format lint parse validate highlight beautify minify prettify convert translate document \
    summarize summarise diagnose generate transpile tokenize";
/// Words of tools that run something.
const RUNS: &str = "run runs running execute executes executed executing eval evaluate evaluates shell terminal subprocess \
    repl interpreter sandbox bash powershell exec invoke invokes";

/// Tools that return a prompt for a model.
const PROMPTS: &str = "prompt prompts";

/// Verbs that keep what they are given.
const KEEPS: &str =
    "create update add set edit insert log save record patch modify upsert manage attach bookmark store send";
/// Words for addresses that only a reader opens.
const RECORDED: &str = "website homepage linkedin hyperlink recording bookmark tunnel";
/// Words for records that have an address: `add_bookmark`.
const RECORDS: &str =
    "bookmark bookmarks hyperlink hyperlinks link links contact company lead page resource reference feedback";
/// Words by which an address is opened after all.
const FETCHES: &str = "webhook webhooks callback fetch fetches fetched download downloads import imports scrape scrapes crawl \
    open opens navigate visit visits browser clone ingest loads load http feed feeds rss monitor trigger \
    pipeline repository proxy screenshot render renders rpc websocket source sources";
/// Words for what is known by its address, in the service that the tool belongs to.
const OBJECTS: &str = "project workflow job issue pullrequest mergerequest board ticket remote youtube yt";

/// A tool, one of its arguments, and what their descriptions say.
struct Call<'s> {
    tool: &'s [String],
    argument: Vec<String>,
    own: &'s Mentions<'s>,
    about: &'s Mentions<'s>,
}

impl Call<'_> {
    fn verb(&self) -> &str {
        name::verb(self.tool).map_or("", |verb| verb.word)
    }

    fn has_verb(&self, table: &str) -> bool {
        has(table, self.verb()) || self.tool.first().is_some_and(|word| has(table, word))
    }

    /// Whether a word of the tool's name is one of some.
    fn is_named(&self, table: &str) -> bool {
        self.tool.iter().any(|word| has(table, word))
    }

    fn reads(&self) -> bool {
        verbs::of(self.verb()).is_none_or(|(category, _)| category == Category::Read)
    }

    fn runs(&self) -> bool {
        self.about.has_one(RUNS) || self.own.has_one(RUNS)
    }

    /// Whether the last word of the tool's name is one of some.
    fn is_about(&self, table: &str) -> bool {
        self.tool.last().is_some_and(|word| has(table, word))
    }

    /// Whether the server keeps a path within a folder.
    fn is_kept_within(&self) -> bool {
        self.own.has_row(&["must", "be", "within inside under"])
    }

    /// Not if it only tells how large a file is, makes a folder, or remembers which files a task is about.
    fn opens(&self) -> bool {
        let is_noted = self.has_verb(KEEPS) && self.is_argument("related relevant affected completed changed");
        !(self.tells_figures() || self.makes_a_folder() || is_noted)
    }

    fn tells_figures(&self) -> bool {
        let mut last = self.tool.iter().rev().filter(|word| !has("tool from for of", word));
        let word = last.next().map_or("", String::as_str);
        let is_of_a_file = last.next().is_some_and(|word| has("file directory folder document", word));
        self.reads()
            && (has("info information metadata statistics stats exists size count", word)
                || has("detail details", word) && is_of_a_file)
    }

    fn makes_a_folder(&self) -> bool {
        let makes = self.has_verb("create make ensure mkdir") || self.tool.iter().any(|word| word == "mkdir");
        let last = self.tool.last();
        makes && last.is_some_and(|word| has("directory directories dir folder folders mkdir", word))
    }

    fn fetches(&self) -> bool {
        let is_archived = self.reads() && self.about.has_one("archived wayback backlinks pageviews");
        !(is_archived || self.is_recorded() || self.names_an_object())
    }

    /// `website` of `create_contact`
    fn is_recorded(&self) -> bool {
        if self.is_about("feedback") || self.own.has_row(&["to", "store record log remember"]) {
            return true;
        }
        let is_opened = self.about.has_one(FETCHES) || self.own.has_one(FETCHES) || self.is_argument(FETCHES);
        let is_record = || self.tool.iter().any(|word| has(RECORDS, word)) && !self.is_argument("image photo avatar");
        self.has_verb(KEEPS) && !is_opened && (self.is_argument(RECORDED) || is_record())
    }

    /// `project_url` of a tool that fetches no pages.
    fn names_an_object(&self) -> bool {
        let before = self.argument.len().checked_sub(2).and_then(|at| self.argument.get(at));
        let is_fetched = || {
            self.about.has_one("clone scrape scrapes webpage screenshot")
                || self.tool.iter().any(|word| has("fetch download open navigate visit crawl", word))
        };
        before.is_some_and(|word| has(OBJECTS, word)) && !is_fetched()
    }

    /// Whether a host is looked up in a register rather than reached.
    fn is_looked_up(&self) -> bool {
        let is_register = self.about.has_one("whois rdap registrar registration")
            || self.about.has_one("domain domains") && self.about.has_one("dns available availability");
        is_register && !self.about.has_one("scan scans port ports ping connect connects ssh")
    }

    fn is_argument(&self, table: &str) -> bool {
        self.argument.iter().any(|word| has(table, word))
    }
}
