//! What is known about the arguments of a tool: where their types come from, and what they say about a path.

use super::signature;
use crate::catalog::schema::Reader;
use crate::catalog::{self, Lookup};
use crate::check::ir;
use crate::source::SourceId;
use crate::syntax::tree;
use crate::vocab::{Kind, Kinds, Path};

/// Where the types of a tool's arguments come from.
#[derive(Debug, Clone, Copy)]
pub enum ArgumentsOf<'a> {
    /// The catalog's `inputSchema`; without one they are unknown.
    Catalog(&'a catalog::Catalog, catalog::Tool<'a>),
    /// The signature, and the file that it is in.
    Signature(&'a tree::Signature, SourceId),
    /// Nothing is known, so their uses must agree.
    Unknown,
    /// They may have types that are not known here: those of a rule that no tool applies, or of a catalog that could
    /// not be read.
    Any,
}

/// Types, ready to be asked about many paths.
pub enum Known<'a> {
    /// Those of a schema.
    Schema(Box<Reader<'a>>),
    /// Those of a signature.
    Signature(signature::Reader<'a>),
    /// None, so their uses must agree.
    Unknown,
    /// None here.
    Any,
}

impl<'a> Known<'a> {
    /// What is known about the arguments of a tool.
    pub fn of(arguments: &ArgumentsOf<'a>) -> Self {
        match arguments {
            ArgumentsOf::Catalog(_, tool) => match tool.input_schema {
                Some(schema) => Known::Schema(Box::new(schema.reader())),
                None => Known::Unknown,
            },
            ArgumentsOf::Signature(signature, source) => Known::Signature(signature::Reader::new(signature, *source)),
            ArgumentsOf::Unknown => Known::Unknown,
            ArgumentsOf::Any => Known::Any,
        }
    }

    /// What is known about a path.
    pub fn lookup(&self, path: &Path) -> Lookup {
        match self {
            Known::Schema(schema) => schema.lookup(path),
            Known::Signature(signature) => signature.lookup(path),
            Known::Unknown | Known::Any => Lookup::Unknown,
        }
    }

    /// Whether an argument takes every use, because it may have any value or its type is not known here.
    pub fn takes_every_use(&self, path: &Path) -> bool {
        match self {
            Known::Signature(signature) => signature.says_any(path),
            Known::Schema(schema) => says_any(schema, path),
            Known::Any => true,
            Known::Unknown => false,
        }
    }

    /// Whether it is known which arguments there are.
    pub fn knows_arguments(&self) -> bool {
        match self {
            Known::Schema(schema) => schema.knows_arguments(),
            Known::Signature(_) => true,
            Known::Unknown | Known::Any => false,
        }
    }

    /// Whether each step of a path is listed.
    pub fn lists(&self, path: &Path) -> bool {
        match self {
            Known::Schema(schema) => schema.lists(path),
            Known::Signature(signature) => matches!(signature.lookup(path), Lookup::Found(_)),
            Known::Unknown | Known::Any => false,
        }
    }

    /// What an argument may be, as far as that decides how a comparison with it is negated.
    pub fn admits(&self, path: &Path) -> ir::Admits {
        match self.lookup(path) {
            Lookup::Found(argument) if !argument.is_untyped() => admits(argument.kinds()),
            Lookup::Found(_)
            | Lookup::Unknown
            | Lookup::NoSuchMember { .. }
            | Lookup::IntoList { .. }
            | Lookup::IntoScalar { .. } => ir::Admits::Anything,
        }
    }
}

/// Whether a schema lists a path, or something on the way, and allows any value there.
fn says_any(schema: &Reader<'_>, path: &Path) -> bool {
    let beginnings = (1..=path.segments().len()).map(|steps| path.segments().iter().take(steps).cloned().collect());
    let mut lookups = beginnings.filter_map(Path::new).map(|path| schema.lookup(&path));
    lookups.find_map(|lookup| match lookup {
        Lookup::Found(argument) => argument.is_untyped().then_some(true),
        Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {
            Some(false)
        }
    }) == Some(true)
}

fn admits(kinds: Kinds) -> ir::Admits {
    let null = Kinds::of(Kind::Null);
    let or_null = kinds.has(Kind::Null);
    let are_only = |kind| kinds == Kinds::of(kind) || kinds == Kinds::of(kind).or(null);
    if are_only(Kind::Number) {
        ir::Admits::Numbers { or_null }
    } else if are_only(Kind::String) {
        ir::Admits::Texts { or_null }
    } else {
        ir::Admits::Anything
    }
}
