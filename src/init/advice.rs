//! What a person has to decide about a tool: which of its arguments deserve a condition, or whether it may be
//! called at all.

use super::judged::Judged;
use super::suggestions::{self, clause};
use crate::catalog::{Argument, Tool};
use crate::classify::recipients;
use crate::classify::tool_texts::{self, Held, ToolText};
use crate::classify::{self, ArgumentKind};
use crate::diagnostic::{listed, quoted};
use crate::vocab::{Category, Kind, Path};

/// How many arguments of a block get a suggested condition, besides those that must be decided.
const MOST_PERHAPS: usize = 2;

/// What is said about a tool, besides its statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Advice {
    /// Whether it may be called at all, if no clause can answer what has to be decided.
    pub refuse: Option<Refusal>,
    /// What only the owner can decide.
    pub decide: Vec<Decision>,
    /// Conditions that are worth considering.
    pub perhaps: Vec<String>,
}

/// A question whose answer may be to deny the tool.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Refusal {
    /// The question.
    pub question: String,
    /// The message that the agent gets if the tool is denied.
    pub because: &'static str,
}

/// A question, and clauses that answer it, ready to be uncommented.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Decision {
    /// The question.
    pub question: String,
    /// The clauses.
    pub clauses: Vec<String>,
}

/// The advice about a tool.
pub(super) fn of(judged: &Judged<'_>) -> Advice {
    match judged.judgement.category {
        _ if !judged.judgement.known => Advice::default(),
        Category::Read | Category::Write | Category::Execute => Looked::at(judged).advice(),
        Category::Destructive | Category::Financial => Advice::default(),
    }
}

/// Whether a tool sends something to others.
pub fn sends(judged: &Judged<'_>) -> bool {
    Looked::at(judged).sends()
}

/// A tool, and what has to be decided about its arguments.
struct Looked<'j> {
    tool: &'j Tool<'j>,
    category: Category,
    arguments: Vec<(Path, Argument)>,
    texts: Vec<ToolText>,
    /// Texts that may be anything and are run, opened or fetched.
    open: Vec<Asked>,
    /// Arguments that say who gets what the tool sends, and may be anyone.
    recipients: Vec<Asked>,
}

/// An argument that has to be decided about.
struct Asked {
    path: Path,
    argument: Argument,
    kind: Option<ArgumentKind>,
    /// Whether it is a list, whose elements no clause can restrict.
    is_list: bool,
}

impl<'j> Looked<'j> {
    fn at(judged: &'j Judged<'j>) -> Self {
        let (tool, category) = (&judged.tool, judged.judgement.category);
        let arguments = tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default();
        let texts = tool_texts::of(tool, category == Category::Execute);
        let mut looked = Self { tool, category, arguments, texts, open: Vec::new(), recipients: Vec::new() };
        looked.recipients = if looked.sends() { looked.recipients() } else { Vec::new() };
        looked.open = looked.open();
        looked
    }

    fn sends(&self) -> bool {
        let hears = |path: &Path| path.segments().last().is_some_and(|name| recipients::hears(name));
        let is_kept = || self.tool.description.is_some_and(recipients::stays_within);
        let is_heard =
            || !is_kept() && self.texts.iter().any(|it| it.kind == Some(ArgumentKind::Mail) && hears(&it.path));
        let carries = || recipients::carries(self.tool.name, self.tool.description);
        self.category != Category::Read && (carries() || is_heard())
    }

    fn open(&self) -> Vec<Asked> {
        let is_asked = |text: &&ToolText| text.is_used && text.kind.is_some_and(|kind| kind != ArgumentKind::Mail);
        let texts = self.texts.iter().filter(is_asked).filter(|text| suggestions::is_open(text));
        let is_recipient = |text: &&ToolText| self.recipients.iter().any(|asked| asked.path == text.path);
        once_each(texts.filter(|text| !is_recipient(text)).filter_map(|text| self.asked(text)))
    }

    fn recipients(&self) -> Vec<Asked> {
        let is_mail = |text: &&ToolText| text.kind == Some(ArgumentKind::Mail) && suggestions::is_open(text);
        let mail = self.texts.iter().filter(is_mail).filter_map(|text| self.asked(text));
        let named = self.arguments.iter().filter(|(path, argument)| {
            let is_one = |name: &String| !is_number(argument) || !recipients::is_count(name);
            let is_named = path.segments().last().is_some_and(|name| {
                (recipients::is_recipient(name) || recipients::is_paid(self.tool.name, name)) && is_one(name)
            });
            let kinds = [Kind::String, Kind::Number, Kind::List];
            is_named && kinds.iter().any(|kind| argument.kinds().has(*kind)) && !suggestions::is_listed(argument)
        });
        let named = named.map(|(path, argument)| Asked {
            path: path.clone(),
            argument: argument.clone(),
            kind: None,
            is_list: !argument.kinds().has(Kind::String) && !argument.kinds().has(Kind::Number),
        });
        once_each(mail.chain(named))
    }

    /// The argument that a text is in.
    fn asked(&self, text: &ToolText) -> Option<Asked> {
        let (_, argument) = self.arguments.iter().find(|(path, _)| *path == text.path)?;
        let is_list = text.held != Held::Itself;
        Some(Asked { path: text.path.clone(), argument: argument.clone(), kind: text.kind, is_list })
    }

    fn advice(&self) -> Advice {
        let mut decide: Vec<_> = [self.values(), self.receivers(), self.lists()].into_iter().flatten().collect();
        let mut refuse = self.anything();
        let is_asked = refuse.is_some() || !decide.is_empty();
        if !is_asked && self.must_be_asked() {
            // A clause about another argument leaves what it sends as open as before.
            let is_only_sent = self.category == Category::Write && !self.reads_secrets();
            match self.first_clause().filter(|_| !is_only_sent) {
                Some(decision) => decide.push(decision),
                None => refuse = Some(self.refusal()),
            }
        }
        let perhaps = if self.category == Category::Read { Vec::new() } else { self.perhaps(&decide) };
        Advice { refuse, decide, perhaps }
    }

    /// Whether it reads secrets, runs something or sends something.
    fn must_be_asked(&self) -> bool {
        let has_none = self.tool.input_schema.is_some() && self.arguments.is_empty();
        self.reads_secrets() || self.category == Category::Execute && !has_none || self.sends() && self.has_content()
    }

    fn has_content(&self) -> bool {
        let is_content = |(path, argument): &(Path, Argument)| {
            argument.kinds().has(Kind::String)
                && path.segments().last().is_some_and(|name| recipients::is_content(name))
        };
        self.arguments.iter().any(is_content)
    }

    fn reads_secrets(&self) -> bool {
        classify::secret(self.tool.name).is_some()
    }

    /// Which values single texts may have.
    fn values(&self) -> Option<Decision> {
        let (names, clauses) = self.clauses(&self.open)?;
        let question = match self.reads_secrets() {
            true => "Decide which secrets the agent may read".to_owned(),
            false => format!("Decide what {names} may be; for now, any value is allowed"),
        };
        Some(Decision { question: format!("{question}. For example:"), clauses })
    }

    /// Who may get what it sends.
    fn receivers(&self) -> Option<Decision> {
        let (names, clauses) = self.clauses(&self.recipients)?;
        let question = format!("Decide who may get what it sends; for now, {names} may be anyone. For example:");
        Some(Decision { question, clauses })
    }

    fn clauses(&self, asked: &[Asked]) -> Option<(String, Vec<String>)> {
        let single = asked.iter().filter(|asked| !asked.is_list);
        let clauses: Vec<_> = single.filter_map(|asked| Some((asked, self.clause(asked)?))).collect();
        let names = named(clauses.iter().map(|(asked, _)| *asked));
        (!clauses.is_empty()).then(|| (names, clauses.into_iter().map(|(_, clause)| clause).collect()))
    }

    fn clause(&self, asked: &Asked) -> Option<String> {
        clause(&asked.path, &asked.argument, asked.kind, self.tool)
    }

    fn all_asked(&self) -> impl Iterator<Item = &Asked> {
        self.open.iter().chain(&self.recipients)
    }

    /// Whether calls may have lists that they need not have.
    fn lists(&self) -> Option<Decision> {
        let lists = self.all_asked().filter(|asked| asked.is_list && !asked.argument.always_there);
        let clauses: Vec<_> = lists.filter_map(|asked| Some((asked, suggestions::missing(&asked.path)?))).collect();
        let names = named(clauses.iter().map(|(asked, _)| *asked));
        let it = if clauses.len() == 1 { "it" } else { "them" };
        let question = format!(
            "Decide whether calls may have {names}; a clause can't restrict every element of a list. To refuse {it}:"
        );
        let clauses: Vec<_> = clauses.into_iter().map(|(_, clause)| clause).collect();
        (!clauses.is_empty()).then_some(Decision { question, clauses })
    }

    /// Whether arguments may be anything, if no clause can restrict them.
    fn anything(&self) -> Option<Refusal> {
        let is_left = |asked: &&Asked| match asked.is_list {
            true => asked.argument.always_there || suggestions::missing(&asked.path).is_none(),
            false => self.clause(asked).is_none(),
        };
        let left: Vec<&Asked> = self.all_asked().filter(is_left).collect();
        let names = named(left.iter().copied());
        let question = match left.iter().any(|asked| asked.is_list) {
            _ if left.is_empty() => return None,
            true => format!(
                "Decide whether {names} may hold anything, as now; a clause can't restrict every element of a list"
            ),
            false => format!("Decide whether {names} may have any value, as now"),
        };
        Some(Refusal { question, because: self.because() })
    }

    /// A condition on the first argument that supports one; arguments that every call has come first.
    fn first_clause(&self) -> Option<Decision> {
        let (always, sometimes): (Vec<_>, Vec<_>) =
            self.arguments.iter().partition(|(_, argument)| argument.always_there);
        let mut all = always.into_iter().chain(sometimes);
        let found = all.find_map(|(path, argument)| clause(path, argument, None, self.tool))?;
        let question = match self.reads_secrets() {
            true => "Decide which secrets the agent may read. For example:",
            false => "Decide what it may be used for. For example:",
        };
        Some(Decision { question: question.to_owned(), clauses: vec![found] })
    }

    fn refusal(&self) -> Refusal {
        let question = match () {
            () if self.reads_secrets() => "Decide whether the agent may read secrets",
            () if self.category == Category::Execute => "Decide whether it may be called at all",
            () => "Decide whether it may send anything, as now",
        };
        Refusal { question: question.to_owned(), because: self.because() }
    }

    fn because(&self) -> &'static str {
        match self.category {
            _ if self.reads_secrets() => "Secrets are not for agents.",
            _ if self.sends() => "A person sends this.",
            Category::Execute => "A person runs this.",
            Category::Read | Category::Write | Category::Destructive | Category::Financial => "A person does this.",
        }
    }

    /// Conditions on arguments that say where something goes, how much it is, or what it becomes.
    fn perhaps(&self, decided: &[Decision]) -> Vec<String> {
        let kind = |path: &Path| {
            let is_it = |text: &&ToolText| text.path == *path && text.held == Held::Itself;
            self.texts.iter().find(is_it).and_then(|text| text.kind)
        };
        let worth = self.arguments.iter().filter(|(path, _)| path.segments().len() == 1);
        let worth = worth.filter(|(path, _)| kind(path).is_some() || suggestions::is_worth(path));
        let clauses = worth.filter_map(|(path, argument)| clause(path, argument, kind(path), self.tool));
        let is_new = |clause: &String| decided.iter().all(|decision| !decision.clauses.contains(clause));
        clauses.filter(is_new).take(MOST_PERHAPS).collect()
    }
}

fn is_number(argument: &Argument) -> bool {
    !argument.is_untyped() && !argument.kinds().has(Kind::String) && !argument.kinds().has(Kind::List)
}

/// The first of each path.
fn once_each(all: impl Iterator<Item = Asked>) -> Vec<Asked> {
    let mut once: Vec<Asked> = Vec::new();
    for asked in all {
        if once.iter().all(|other| other.path != asked.path) {
            once.push(asked);
        }
    }
    once
}

fn named<'a>(asked: impl Iterator<Item = &'a Asked>) -> String {
    listed(&quoted(asked.filter_map(|asked| asked.path.segments().last())), "and")
}
