//! The texts inside lists and maps: what no path of a condition leads to.

use super::{Kind, Path, Reader, Spot};
use crate::catalog::Argument;
use crate::catalog::inner::Inner;
use crate::source::json::JsonKind;

/// How deep values are followed, and how many of one argument are listed.
const MOST_STEPS: usize = 5;
const MOST_INSIDE: usize = 200;

impl<'c> Reader<'c> {
    /// The values inside a list or a map at a path, each with the steps that lead to it. Of a list whose elements have
    /// several schemas there are none.
    pub fn inside(&self, path: &Path) -> Vec<(Vec<Inner>, Argument)> {
        let mut all = Vec::new();
        if let Some(spot) = self.spot(path.segments()) {
            self.gather(&spot, &mut Vec::new(), &mut all);
        }
        all
    }

    /// [`MOST_STEPS`] bounds the depth.
    fn gather(&self, spot: &Spot<'c>, steps: &mut Vec<Inner>, all: &mut Vec<(Vec<Inner>, Argument)>) {
        for (step, inner) in self.next(spot, !steps.is_empty()) {
            if all.len() >= MOST_INSIDE {
                return;
            }
            steps.push(step);
            all.push((steps.clone(), self.argument(&inner)));
            if steps.len() < MOST_STEPS {
                self.gather(&inner, steps, all);
            }
            steps.pop();
        }
    }

    /// The elements of a list, the values of a map, and the members of an object, unless a path leads to them.
    fn next(&self, spot: &Spot<'c>, has_members: bool) -> Vec<(Inner, Spot<'c>)> {
        let parts = |kind| {
            let branches = spot.branches.iter().filter(move |branch| branch.kinds.has(kind));
            branches.flat_map(|branch| &branch.parts)
        };
        let mut all = Vec::new();
        let items = parts(Kind::List).filter_map(|part| self.index.member(part, "items")).next();
        let mut others = parts(Kind::Object).filter_map(|part| self.index.others(part));
        let values = others.find(|others| matches!(others.value.kind, JsonKind::Object(_)));
        for (step, member) in
            items.map(|it| (Inner::Element, it)).into_iter().chain(values.map(|it| (Inner::Value, it)))
        {
            self.index.start();
            all.push((step, self.spot_of(member, self.resolve(&member.value), false)));
        }
        let named = if has_members { self.known(parts(Kind::Object)) } else { Vec::new() };
        for key in named {
            self.index.start();
            let Ok(member) = self.step(spot, 0, &key) else { continue };
            all.push((Inner::Member(key), member));
        }
        all
    }
}
