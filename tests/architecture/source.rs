//! One file of `src`, read with a real parser: the names it defines, the names it imports and the
//! paths it mentions. Test modules are left out, wherever in the file they are.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The names of a module: `["catalog", "schema"]`; empty for the root of the crate.
pub type ModulePath = Vec<String>;

/// A file, and what it says at the level of names.
pub struct Source {
    /// The path below `src`, with `/`.
    pub file: String,
    /// The module that the file is.
    pub module: ModulePath,
    /// The modules of the file: its own, and those written inline.
    pub scopes: BTreeMap<ModulePath, Scope>,
    /// Paths of two names and more, outside `use`.
    pub mentions: Vec<Mention>,
}

/// What a module defines and imports.
#[derive(Default)]
pub struct Scope {
    /// The items that are written here.
    pub items: BTreeSet<String>,
    /// `mod x;` and `mod x { … }`.
    pub modules: Vec<String>,
    /// `#[cfg(test)] mod x;`
    pub test_modules: BTreeSet<String>,
    /// The leaves of its `use` items.
    pub imports: Vec<Import>,
}

/// One leaf of a `use` item.
pub struct Import {
    /// The name it has here, or `None` for `*`.
    pub name: Option<String>,
    /// Where it comes from.
    pub mention: Mention,
    /// It is re-exported.
    pub public: bool,
}

/// A path as it is written.
#[derive(Clone)]
pub struct Mention {
    /// The module in which it is written.
    pub scope: ModulePath,
    /// Its names: `["crate", "catalog", "Tool"]`.
    pub path: Vec<String>,
    /// The line, from 1.
    pub line: usize,
}

impl Source {
    /// Reads a file from its path below `src` and its text.
    pub fn parse(file: &str, text: &str) -> Self {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("`src/{file}`: {error}"));
        let module = module_path(file);
        let source = Self { file: file.to_owned(), module: module.clone(), scopes: BTreeMap::new(), mentions: vec![] };
        let mut reader = Reader { source, scope: module };
        reader.scope();
        reader.visit_file(&syntax);
        reader.source
    }
}

fn module_path(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs");
    if path == "lib" { vec![] } else { path.split('/').map(str::to_owned).collect() }
}

struct Reader {
    source: Source,
    scope: ModulePath,
}

impl Reader {
    fn scope(&mut self) -> &mut Scope {
        self.source.scopes.entry(self.scope.clone()).or_default()
    }

    fn mention(&self, path: &[syn::Ident]) -> Option<Mention> {
        let line = path.last()?.span().start().line;
        Some(Mention { scope: self.scope.clone(), path: path.iter().map(ToString::to_string).collect(), line })
    }

    fn import(&mut self, tree: &syn::UseTree, public: bool, mut path: Vec<syn::Ident>) {
        let name = match tree {
            syn::UseTree::Path(tree) => {
                path.push(tree.ident.clone());
                return self.import(&tree.tree, public, path);
            }
            syn::UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.import(tree, public, path.clone()));
            }
            syn::UseTree::Name(leaf) => {
                path.extend((leaf.ident != "self").then(|| leaf.ident.clone()));
                path.last().map(ToString::to_string)
            }
            syn::UseTree::Rename(leaf) => {
                path.extend((leaf.ident != "self").then(|| leaf.ident.clone()));
                Some(leaf.rename.to_string())
            }
            syn::UseTree::Glob(_) => None,
        };
        if let Some(mention) = self.mention(&path) {
            self.scope().imports.push(Import { name, mention, public });
        }
    }

    fn path(&mut self, path: &[syn::Ident]) {
        if path.len() > 1 {
            let mention = self.mention(path);
            self.source.mentions.extend(mention);
        }
    }

    /// The paths in the tokens of a macro or an attribute, which have no syntax tree.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => {
                    let mut path = vec![ident.clone()];
                    while let [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(next), after @ ..] = rest
                        && (a.as_char(), b.as_char()) == (':', ':')
                    {
                        path.push(next.clone());
                        rest = after;
                    }
                    self.path(&path);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (attributes, name) = head(item);
        if !attributes.iter().any(is_for_tests) {
            self.scope().items.extend(name);
            visit::visit_item(self, item);
        } else if let syn::Item::Mod(module) = item {
            self.scope().test_modules.insert(module.ident.to_string());
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.scope().modules.push(module.ident.to_string());
        self.scope.push(module.ident.to_string());
        if module.content.is_some() {
            self.scope();
        }
        visit::visit_item_mod(self, module);
        self.scope.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, !matches!(item.vis, syn::Visibility::Inherited), vec![]);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !function.attrs.iter().any(is_for_tests) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.clone()).collect();
        self.path(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.visit_path(attribute.path());
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    // `pub(in crate::x)` says who may import, and imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

fn head(item: &syn::Item) -> (&[syn::Attribute], Option<String>) {
    match item {
        syn::Item::Const(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Enum(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Fn(item) => (&item.attrs, Some(item.sig.ident.to_string())),
        syn::Item::Macro(item) => (&item.attrs, item.ident.as_ref().map(ToString::to_string)),
        syn::Item::Static(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Struct(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Trait(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Type(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Union(item) => (&item.attrs, Some(item.ident.to_string())),
        syn::Item::Mod(item) => (&item.attrs, None),
        syn::Item::Use(item) => (&item.attrs, None),
        syn::Item::Impl(item) => (&item.attrs, None),
        _ => (&[], None),
    }
}

/// `#[cfg(test)]`, also as a part of `#[cfg(all(test, …))]`.
fn is_for_tests(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return false };
    attribute.path().is_ident("cfg") && {
        let mut words = vec![];
        flat(list.tokens.clone(), &mut words);
        words.iter().any(|word| word == "test") && !words.iter().any(|word| word == "not" || word == "any")
    }
}

fn flat(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => flat(group.stream(), words),
            TokenTree::Ident(ident) => words.push(ident.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
