//! What a tool's `inputSchema` refuses at one path, as a formula. Values that an older schema refused and a
//! newer one accepts are new to the server.

use super::encode::Encoder;
use super::fits::is_required;
use super::formula::Formula;
use super::schema::broken;
use super::term::Term;
use crate::catalog::types::Alternative;
use crate::catalog::{InputSchema, Lookup};
use crate::vocab::{Kinds, Path};

/// The calls whose value at a path a schema refuses; none if the schema can't be read there.
pub fn refused(encoder: &mut Encoder<'_>, schema: InputSchema<'_>, path: &Path) -> Formula {
    let reader = schema.reader();
    let there = Term { missing: false, ..Term::all() };
    match reader.lookup(path) {
        Lookup::Found(argument) => {
            let is_required = is_required(&reader, path, &argument);
            let alternatives = argument.ty.alternatives().iter();
            let none_fits = alternatives.map(|one| fails(encoder, path, one)).collect();
            let missing = if is_required { atom(encoder, path, Term::missing()) } else { Formula::never() };
            let there = atom(encoder, path, there);
            Formula::Any(vec![missing, Formula::All(vec![there, Formula::All(none_fits)])])
        }
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => atom(encoder, path, there),
        Lookup::Unknown => Formula::never(),
    }
}

fn atom(encoder: &mut Encoder<'_>, path: &Path, holds: Term) -> Formula {
    encoder.atom(path, holds, Term::all(), Kinds::NONE)
}

/// At least one of an alternative's rules does not hold.
fn fails(encoder: &mut Encoder<'_>, path: &Path, alternative: &Alternative) -> Formula {
    let other_kind = Term::of_kinds(Kinds::ALL.without(alternative.kinds));
    let mut ways = vec![atom(encoder, path, other_kind)];
    for rule in &alternative.rules {
        let broken = broken(encoder, rule);
        ways.extend(broken.map(|term| atom(encoder, path, term)));
    }
    Formula::Any(ways)
}
