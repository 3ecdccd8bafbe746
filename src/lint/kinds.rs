//! What the arguments of a tool are for: by what the policy itself compares them with, and by what the server says
//! about them.

mod clauses;

use std::rc::Rc;

use super::context::{Context, Tool};
use super::held_texts::{Held, Texts};
use super::recipients;
use crate::catalog::{Argument, Inner, Lookup};
use crate::classify::argument_signs::{self, Signs};
use crate::classify::{ArgumentKind, Language, languages, last_word, tool_texts};
use crate::vocab::{Category, Kind, Path};

impl Context<'_> {
    /// What the texts at a path are for, if that is clear. If it is a list, that is said of its elements.
    pub fn kind(&self, tool: &Tool<'_>, path: &Path) -> Option<ArgumentKind> {
        let kept = self.kept.borrow().kinds.get(tool.name, path);
        kept.unwrap_or_else(|| {
            let kind = kind(self, tool, path);
            self.kept.borrow_mut().kinds.insert(tool.name, path, kind);
            kind
        })
    }

    /// Whether a tool opens, fetches or runs some texts, as far as what its server says shows.
    pub fn is_used(&self, tool: &Tool<'_>, texts: &Texts) -> bool {
        let lookup = self.lookup(tool, &texts.path);
        let inner = match &texts.held {
            Held::Inside(steps) => tool_texts::inner_name(steps),
            Held::Itself | Held::Element | Held::Key => None,
            Held::Variables => return true,
        };
        let (name, argument) = match &inner {
            Some(inner) => (inner.as_str(), None),
            None => (super::names::name(&texts.path), lookup.argument()),
        };
        signs(self, tool, name, [argument, None], |signs| argument_signs::is_used(signs, texts.kind))
    }

    /// The language of some texts that are commands or queries, if the server names it.
    pub fn language(&self, tool: &Tool<'_>, texts: &Texts) -> Option<Language> {
        match texts.kind {
            ArgumentKind::Command | ArgumentKind::Query => language(self, tool, texts),
            ArgumentKind::Path | ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Mail => None,
        }
    }

    /// The texts of a tool that have a kind, as far as its schema lists its arguments.
    pub fn texts(&self, tool: &Tool<'_>) -> Rc<[Texts]> {
        if let Some(kept) = self.kept.borrow().texts.get(tool.name) {
            return Rc::clone(kept);
        }
        let arguments = self.arguments(tool);
        let texts: Rc<[Texts]> =
            arguments.iter().flat_map(|(path, argument)| texts(self, tool, path, argument)).collect();
        self.kept.borrow_mut().texts.insert(tool.name.to_owned(), Rc::clone(&texts));
        texts
    }
}

fn kind(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Option<ArgumentKind> {
    let lookup = context.lookup(tool, path);
    let argument = match &*lookup {
        Lookup::Found(argument) => Some(argument),
        Lookup::Unknown => None,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => return None,
    };
    let element = argument.filter(|it| is_list(it)).and_then(|_| element(context, tool, path));
    let may_be_text = |argument: &Argument| argument.kinds().has(Kind::String);
    if argument.is_some_and(|it| !may_be_text(it) && !element.as_ref().is_some_and(may_be_text)) {
        return None;
    }
    let name = path.segments().last().map_or("", String::as_str);
    let by_server = |signs: &Signs<'_>| argument_signs::kind(signs);
    signs(context, tool, name, [argument, element.as_ref()], |signs| {
        let compared = clauses::kind(context, tool, path, argument.is_some_and(is_list));
        match compared.filter(|kind| !argument_signs::rules_out(signs, *kind)) {
            Some(compared) => Some(settled(compared, by_server(signs), name)),
            None => by_server(signs),
        }
    })
}

fn language(context: &Context<'_>, tool: &Tool<'_>, texts: &Texts) -> Option<Language> {
    let lookup = context.lookup(tool, &texts.path);
    let name = texts.path.segments().last().map_or("", String::as_str);
    signs(context, tool, name, [lookup.argument(), None], |signs| languages::of(texts.kind, signs))
}

/// What is compared with decides, unless the value may be a part of what the name says: `/usr/bin/git` of a command,
/// `docs.example.com` of an address, `show` of a program's arguments.
fn settled(compared: ArgumentKind, named: Option<ArgumentKind>, name: &str) -> ArgumentKind {
    use ArgumentKind::{Command, Host, Mail, Path, Query, Url};
    match (compared, named) {
        (Path, Some(kind @ (Command | Url | Query))) | (Host, Some(kind @ (Url | Mail | Command | Query))) => kind,
        (Query, Some(Command)) if argument_signs::holds_words(name) => Command,
        (compared, Some(_) | None) => compared,
    }
}

/// What the server says about an argument, and about its elements.
fn signs<A>(
    context: &Context<'_>,
    tool: &Tool<'_>,
    name: &str,
    described: [Option<&Argument>; 2],
    ask: impl FnOnce(&Signs<'_>) -> A,
) -> A {
    let names_program = |path: &Path| path.segments().last().is_some_and(|name| tool_texts::is_program(name));
    let has_program = || context.arguments(tool).iter().any(|(path, _)| names_program(path));
    let is_execute = tool.category() == Some(Category::Execute) || tool_texts::is_words(name) && has_program();
    ask(&tool_texts::signs(&context.signs(tool), is_execute, name, described))
}

fn is_list(argument: &Argument) -> bool {
    argument.kinds().has(Kind::List) && !argument.is_untyped()
}

fn element(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Option<Argument> {
    let all = context.reader(tool.name)?.inside(path);
    all.into_iter().find(|(steps, _)| steps == &[Inner::Element]).map(|(_, element)| element)
}

/// The texts of an argument that have a kind: itself, its elements, or the members of its elements.
fn texts(context: &Context<'_>, tool: &Tool<'_>, path: &Path, argument: &Argument) -> Vec<Texts> {
    let mut all = Vec::new();
    let mut add = |held, kind: Option<ArgumentKind>| {
        all.extend(kind.map(|kind| Texts { path: path.clone(), held, kind }));
    };
    let own = || context.kind(tool, path);
    if argument.kinds().has(Kind::String) && !argument.is_untyped() || argument.is_untyped() {
        add(Held::Itself, own());
    }
    if tool_texts::is_variables(path)
        && may_set_variables(context, tool, path, argument)
        && runs_a_program(context, tool)
    {
        add(Held::Variables, Some(ArgumentKind::Command));
        return all;
    }
    if !is_list(argument) && (argument.is_untyped() || !argument.kinds().has(Kind::Object)) {
        return all;
    }
    let inside = context.reader(tool.name).map(|reader| reader.inside(path)).unwrap_or_default();
    if is_list(argument) && !inside.iter().any(|(steps, _)| steps == &[Inner::Element]) {
        add(Held::Element, own());
    }
    let name = path.segments().last().map_or("", String::as_str);
    for (steps, inner) in inside.iter().filter(|(_, inner)| inner.kinds().has(Kind::String)) {
        let kind = match (steps.as_slice(), tool_texts::inner_name(steps)) {
            ([Inner::Element], _) => own(),
            (_, Some(member)) => of_member(context, tool, path, &member, inner),
            (_, None) if tool_texts::is_single(name, steps) => None,
            (_, None) => signs(context, tool, name, [Some(argument), Some(inner)], argument_signs::kind),
        };
        add(Held::by(name, steps), kind);
    }
    all
}

/// What a member of an object in a list is for. The `address` of a recipient is a mail address where mail is sent.
fn of_member(
    context: &Context<'_>,
    tool: &Tool<'_>,
    path: &Path,
    member: &str,
    schema: &Argument,
) -> Option<ArgumentKind> {
    let described = [Some(schema), None];
    signs(context, tool, member, described, argument_signs::kind_of_member).or_else(|| {
        let is_address = last_word(member).is_some_and(|word| word == "address") && recipients::is_mailed(path);
        is_address.then(|| signs(context, tool, "recipient", described, argument_signs::kind))?
    })
}

/// Whether an argument may be an object with any members, or a list of texts.
fn may_set_variables(context: &Context<'_>, tool: &Tool<'_>, path: &Path, argument: &Argument) -> bool {
    let lists_members = || context.reader(tool.name).is_some_and(|it| !it.members_in(path.segments()).is_empty());
    let is_open = argument.kinds().has(Kind::Object) && !lists_members();
    is_open || is_list(argument) && argument.elements().has(Kind::String)
}

/// Whether a tool has an argument with a command. Without one, the variables may be those of something else.
fn runs_a_program(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let arguments = context.arguments(tool);
    let others = arguments.iter().map(|(path, _)| path).filter(|path| !tool_texts::is_variables(path));
    others.into_iter().any(|path| context.kind(tool, path) == Some(ArgumentKind::Command))
}
