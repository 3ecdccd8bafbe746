//! What a tool needs before it is allowed. A tool that runs something, moves money, deletes, or sends is allowed only with
//! a clause about the argument that decides how much harm it can do.

use super::clauses::{Clause, ClauseKind};
use super::danger;
use super::observed::ToolObservation;
use super::role::{self, Role};
use super::subject::Left;
use super::who::Unit;
use crate::init::Judged;
use crate::vocab::{Category, Path};

/// Why a tool that was called is not allowed; `None` if it is.
pub fn unmet(
    judged: &Judged<'_>,
    observed: &ToolObservation,
    (clauses, left): (&[Clause], &[(Path, Left)]),
    unit: Unit,
) -> Option<String> {
    let tool = Tool { observed, clauses, left, unit };
    let (category, sends) = (judged.judgement.category, danger::sends(judged));
    if category == Category::Read && judged.judgement.known {
        return None;
    }
    if let Some(secret) = tool.given(&[Role::Secret]).next() {
        return Some(Left::Secret.words(secret, unit));
    }
    if let Some(argument) = observed.arguments.iter().find(|argument| argument.keys > 0) {
        return Some(Left::Key.words(&argument.path, unit));
    }
    let all_of = |roles: &[Role]| tool.open(roles);
    match category {
        Category::Financial => tool.open_payee(judged.tool.name).or_else(|| {
            let kinds = [ClauseKind::Values, ClauseKind::Place, ClauseKind::Range];
            tool.needs_any(&kinds, "the calls support no clause about who is paid or how much")
        }),
        _ if sends => tool.open_sending(),
        Category::Execute => all_of(&[Role::Code, Role::Path]).or_else(|| {
            tool.needs_any(&[ClauseKind::Values, ClauseKind::Place], "the calls support no clause about what it runs")
        }),
        Category::Destructive => tool
            .needs_any(&[ClauseKind::Values, ClauseKind::Place], "the calls support no clause about what it deletes"),
        _ if !judged.judgement.known => {
            let kinds = [ClauseKind::Values, ClauseKind::Place, ClauseKind::Range];
            tool.needs_any(&kinds, "nothing says what it does, and the calls support no clause")
        }
        Category::Read | Category::Write => None,
    }
}

struct Tool<'t> {
    observed: &'t ToolObservation,
    clauses: &'t [Clause],
    left: &'t [(Path, Left)],
    unit: Unit,
}

impl<'t> Tool<'t> {
    /// The arguments with these roles that calls had.
    fn given<'g>(&self, roles: &'g [Role]) -> impl Iterator<Item = &'t Path> + use<'g, 't> {
        let arguments = self.observed.arguments.iter();
        arguments.filter(|it| roles.contains(&it.role) && it.calls() + it.removed > 0).map(|it| &it.path)
    }

    fn is_restricted(&self, path: &Path) -> bool {
        self.clauses.iter().any(|clause| clause.path == *path && clause.kind.restricts())
    }

    /// Why an argument with one of these roles is not restricted, if one is not.
    fn open(&self, roles: &[Role]) -> Option<String> {
        self.given(roles).find(|path| !self.is_restricted(path)).map(|path| self.why(path))
    }

    /// Why an argument that says who is paid is not restricted, if one is not.
    fn open_payee(&self, tool: &str) -> Option<String> {
        let mut payees = self.given(&[Role::Recipient]).filter(|path| role::is_payee(tool, path));
        payees.find(|path| !self.is_restricted(path)).map(|path| self.why(path))
    }

    fn why(&self, path: &Path) -> String {
        let left = self.left.iter().find(|(other, _)| other == path).map(|(_, left)| *left);
        left.unwrap_or(Left::Loose).words(path, self.unit)
    }

    /// Whoever gets what it sends has to be restricted; without an argument that says so, the site or the place.
    fn open_sending(&self) -> Option<String> {
        if let Some(why) = self.open(&[Role::Recipient, Role::Site]) {
            return Some(why);
        }
        let says = |clause: &&Clause| {
            let role = self.observed.arguments.iter().find(|it| it.path == clause.path).map(|it| it.role);
            matches!(role, Some(Role::Recipient | Role::Site | Role::Scope | Role::Path)) && clause.kind.restricts()
        };
        let nobody = || "the calls support no clause about who gets what it sends".to_owned();
        self.clauses.iter().find(says).is_none().then(nobody)
    }

    fn needs_any(&self, kinds: &[ClauseKind], why: &str) -> Option<String> {
        let has_one = self.clauses.iter().any(|clause| kinds.contains(&clause.kind));
        (!has_one).then(|| {
            let open = self.left.iter().find(|(_, left)| left.matters());
            let more = open.map(|(path, left)| format!(": {}", left.words(path, self.unit))).unwrap_or_default();
            format!("{why}{more}")
        })
    }
}
