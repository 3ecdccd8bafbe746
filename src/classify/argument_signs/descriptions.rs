//! What the words of a description say about the kind of an argument.

use std::sync::OnceLock;

use crate::classify::argument_kind::ArgumentKind;
use crate::classify::nouns::has;
use crate::classify::words;

use ArgumentKind::{Command, Host, Mail, Path, Query, Url};

/// How much of a description is read.
const LONGEST: usize = 600;
const MOST_WORDS: usize = 100;
/// How many of the first words may come before the one that says what the argument is.
const MOST_LEADING: usize = 8;

/// Words that mention a kind.
const MENTIONS: &[(ArgumentKind, &str)] = &[
    (
        Command,
        "command commands shell bash terminal executable program programs script scripts interpreter python python3 \
         javascript typescript node powershell subprocess argv process execute executes run runs eval evaluate evaluates \
         snippet sandbox repl compile compiles",
    ),
    (
        Path,
        "file files path paths directory directories folder folders filesystem filepath pathname filename document \
         documents disk",
    ),
    (
        Url,
        "url urls uri uris link links webpage webpages webhook website websites web http https cors rss \
     atom",
    ),
    (
        Host,
        "host hosts hostname hostnames domain domains dns whois ip ssl tls certificate subdomain subdomains server fqdn ping scan \
         crawl tcp udp socket",
    ),
    (
        Mail,
        "email emails mail mails gmail mailbox recipient recipients inbox smtp attendee attendees invite invites \
         invitation invitations invitee invitees participant participants e-mail outlook",
    ),
    (
        Query,
        "sql cypher graphql gql sparql database databases db sqlite postgres postgresql mysql bigquery snowflake duckdb \
         clickhouse redshift mariadb oracle mssql neo4j databricks athena trino soql hiveql select",
    ),
];

/// Words that show that texts of a kind are not meant, or are not whole.
const RULES_OUT: &[(ArgumentKind, &str)] = &[
    (
        Command,
        "coupon coupons voucher vouchers promo promotion promotional discount gift currency country postal zip iso otp \
         verification verify 2fa mfa oauth authorization language airport iata icao barcode product sku error status \
         referral invite invitation area region locale math mathematical arithmetic calculator calculate calculates cron",
    ),
    (
        Path,
        "http request requests route routes endpoint endpoints jsonpath xpath selector graphql id uuid inbox mailbox label \
         hd derivation mnemonic wallet slug slugs dotted",
    ),
    (Url, "filter filters feedback element elements selector fragment substring portion regex wildcard slug slugs"),
    (
        Host,
        "filter filters element elements selector knowledge expertise fragment substring portion regex wildcard podcast \
         listings homes",
    ),
    (Mail, "fragment substring portion partial prefix suffix regex wildcard filter subject date"),
    (
        Query,
        "title titles research keyword keywords words phrase phrases full-text fulltext full text search searches terms \
         term natural",
    ),
];

/// Words of the description of an argument that show that its texts only name something, and words that show that they
/// are of the kind all the same: `Dotted key path`, but not `Path of the private key file`.
const ONLY_NAMED: &[(ArgumentKind, &str, &str)] = &[
    (Command, "game games movie movies film episode song", "run runs execute executes executable shell program"),
    (
        Path,
        "metric metrics key keys company business employee employees staff identifier menu gameobject property properties",
        "file files folder disk local absolute filesystem",
    ),
    (Host, "id ids person people listing business device devices", "hostname ip dns server address url"),
    (Url, "logged recorded template templates pattern", "fetch visit open download navigate"),
];

/// Words that a description begins with if the argument only names something.
const HANDLES: &str = "id ids identifier identifiers slug uuid handle";
const TITLES: &str = "name names title titles";

/// Services whose pages have paths, and words by which a path is one of a file all the same.
const PAGES: &str = "documentation docs wiki";
const FILES: &str = "file files filesystem disk directory folder local";

/// Languages of queries.
const LANGUAGES: &str = "sql cypher graphql gql sparql trino soql hiveql select";

/// Words for services that keep files or documents of their own.
const SERVICES: &str = "github gitlab bitbucket gitea pullrequest pull firestore firebase collection collections subcollection \
    subcollections bucket";

/// Words by which an argument is about something that is none of the kinds.
const SOMETHING_ELSE: &str = "date dates day days time times timestamp timestamps iso iso8601 8601 4217 currency currencies \
    column columns status stage state lane number id ids uuid index page language languages code codes version unit units \
    account accounts content contents element elements reference wallet channel phone city airport station place town country";

/// The kinds that some texts mention and rule out. The texts are read when they are first needed: the names of most
/// arguments decide.
#[derive(Debug)]
pub(super) struct Mentions<'t> {
    /// The name of the tool, if it is a tool that is described.
    name: &'t str,
    descriptions: [Option<&'t str>; 2],
    words: OnceLock<Vec<String>>,
}

impl<'t> Mentions<'t> {
    /// What descriptions say.
    pub const fn of(descriptions: [Option<&'t str>; 2]) -> Self {
        Self { name: "", descriptions, words: OnceLock::new() }
    }

    /// What the name and the description of a tool say.
    pub const fn of_tool(name: &'t str, description: Option<&'t str>) -> Self {
        Self { name, descriptions: [description, None], words: OnceLock::new() }
    }

    fn words(&self) -> &[String] {
        self.words.get_or_init(|| {
            let described = self.descriptions.iter().flatten().flat_map(|text| words_of(text));
            words::of_name(self.name).into_iter().chain(described).take(MOST_WORDS).collect()
        })
    }

    /// Whether a word mentions the kind.
    pub fn mentions(&self, kind: ArgumentKind) -> bool {
        self.mentions_besides(kind, "")
    }

    /// Whether a word rules the kind out.
    pub fn rules_out(&self, kind: ArgumentKind) -> bool {
        let is_partial = matches!(kind, Url | Host | Mail) && self.is_partial();
        let is_words = kind == Query && self.has_one("fulltext keyword keywords");
        // Who searches a database may do so in words.
        let is_language = || {
            kind == Query && self.has_one("search") && self.has_one(LANGUAGES)
                || kind == Query && !self.has_one("search") && self.mentions(Query)
        };
        is_partial || is_words || self.has(RULES_OUT, kind) && !is_language()
    }

    /// Whether a description of the argument itself says that its texts only name something.
    pub fn only_names(&self, kind: ArgumentKind) -> bool {
        let first = || self.words().iter().find(|word| !has(FILLERS, word));
        let is_run = || self.has_one("run runs execute executes executable program shell");
        let is_title = matches!(kind, Command | Query) && first().is_some_and(|word| has(TITLES, word)) && !is_run();
        let is_handle = || first().is_some_and(|word| has(HANDLES, word));
        let is_named = |(of, named, all_the_same): &(ArgumentKind, &str, &str)| {
            *of == kind && self.has_one(named) && !self.has_one(all_the_same)
        };
        let is_endpoint = kind == Url && self.has_row(&["endpoint webhook", "name id"]);
        is_title || is_handle() || is_endpoint || ONLY_NAMED.iter().any(is_named)
    }

    /// Whether it has one of some words.
    pub fn has_one(&self, table: &str) -> bool {
        self.words().iter().any(|word| has(table, word))
    }

    /// Whether some words follow each other.
    pub fn has_row(&self, row: &[&str]) -> bool {
        self.words().windows(row.len()).any(|words| words.iter().zip(row).all(|(word, wanted)| has(wanted, word)))
    }

    /// Whether a word that is not one of some others mentions the kind.
    pub fn mentions_besides(&self, kind: ArgumentKind, others: &str) -> bool {
        let is_mention =
            |word: &str| !has(others, word) && MENTIONS.iter().any(|(of, all)| *of == kind && has(all, word));
        self.words().iter().any(|word| is_mention(word))
    }

    /// `Part of the address`, but not `those who take part`.
    fn is_partial(&self) -> bool {
        let mut pairs = self.words().windows(2);
        pairs.any(|pair| matches!(pair, [part, of] if of == "of" && has("part parts beginning start end piece", part)))
    }

    /// Whether the files of a tool are those of a service, such as a repository on GitHub, where a path leads to no file
    /// of the server.
    pub fn is_of_a_service(&self) -> bool {
        let is_service = self.has_one(SERVICES)
            && (self.has_one("remotely") || !self.has_one("local locally disk filesystem clone clones"));
        is_service || self.has_one(PAGES) && self.has_one("page pages") && !self.has_one(FILES)
    }

    /// Whether a tool is about mail, whose folders are on no disk.
    pub fn is_about_mail(&self) -> bool {
        self.has_one("mail mails email emails inbox mailbox imap")
    }

    /// Whether a tool moves or copies something, from one place to another.
    pub fn is_about_moving(&self) -> bool {
        self.has_one(
            "move moves copy copies rename renames link links mv cp transfer transfers sync syncs upload uploads download \
             downloads convert converts archive extract",
        )
    }

    /// Whether nothing is said.
    pub fn is_silent(&self) -> bool {
        self.words().is_empty()
    }

    /// Whether a word says that the argument is something else: a date, a column.
    pub fn is_about_something_else(&self) -> bool {
        self.has_one(SOMETHING_ELSE)
    }

    fn has(&self, table: &[(ArgumentKind, &str)], kind: ArgumentKind) -> bool {
        table.iter().any(|(of, all)| *of == kind && self.words().iter().any(|word| has(all, word)))
    }
}

/// The kind that a description begins with: `Absolute path of the file`, `SELECT SQL query`.
pub(super) fn leading(descriptions: &[Option<&str>; 2]) -> Option<ArgumentKind> {
    descriptions.iter().flatten().find_map(|text| {
        let words: Vec<String> = words_of(text).take(MOST_LEADING).collect();
        let at = words.iter().position(|word| !has(FILLERS, word))?;
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let (first, next, third) = (word(at), word(at + 1), word(at + 2));
        match first {
            "path" | "paths" | "filepath" if next != "parameter" && next != "parameters" => Some(Path),
            "file" | "directory" | "folder" | "files" if matches!(next, "path" | "paths" | "location") => Some(Path),
            "directory" | "folder" if matches!(next, "to" | "in" | "where" | "from") => Some(Path),
            "url" | "urls" | "uri" | "uris" if !matches!(next, "encoded" | "safe" | "slug" | "parameter" | "path") => {
                Some(Url)
            }
            "webpage" | "page" | "website" | "image" if matches!(next, "url" | "urls" | "uri") => Some(Url),
            "hostname" | "hostnames" => Some(Host),
            "email" | "emails" | "mail" if matches!(next, "address" | "addresses" | "of" | "to" | "") => Some(Mail),
            "e" if next == "mail" && matches!(third, "address" | "addresses" | "of" | "to" | "") => Some(Mail),
            "sql" | "cypher" | "graphql" | "sparql" => Some(Query),
            "select" if next == "sql" || matches!(next, "statement" | "query") => Some(Query),
            "shell" | "bash" | "terminal" if matches!(next, "command" | "commands" | "script") => Some(Command),
            "command" if matches!(next, "to" | "line" | "" | "and") => Some(Command),
            "python" | "javascript" | "typescript" if matches!(next, "code" | "script" | "source") => Some(Command),
            _ => None,
        }
    })
}

/// Whether a description begins with what is in a file rather than where it is: `The full contents of the file`.
pub(super) fn is_content(descriptions: &[Option<&str>; 2]) -> bool {
    descriptions.iter().flatten().any(|text| {
        let first = words_of(text).take(MOST_LEADING).find(|word| !has(FILLERS, word));
        first.is_some_and(|word| has("content contents", &word))
    })
}

/// Words that may come before the one that says what the argument is.
const FILLERS: &str = "the a an one its absolute relative full local optional required list array of comma separated your \
    valid complete exact new old target source destination input output remote public base";

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = words::first_letters(text, LONGEST).split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(words::lowercase)
}
