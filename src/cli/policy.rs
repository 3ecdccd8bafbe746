//! The policy that a command takes by name: a `.pl` file, or a `policy.json` under any name.

use std::path::Path;

use super::exit::Problem;
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use super::{check, streams};
use crate::check::ArgumentCount;
use crate::diagnostic::Diagnostic;
use crate::document::{Job, Judgement, Workspace};
use crate::git::RevisionDisk;
use crate::model::Policy;
use crate::report::{Format, Report, results};
use crate::source::{SourceId, Sources};

/// Reads and judges a policy. A missing file or another language is a problem.
pub fn load(
    workspace: &Workspace<RevisionDisk>,
    name: &str,
    job: Job,
    sources: &mut Sources,
    shared: &Shared,
) -> Result<Judgement, Problem> {
    if name != STDIN && Path::new(name).is_dir() {
        return Err(Problem::new(format!("`{name}` is a directory")).with_help("name a single policy"));
    }
    Ok(workspace.judge(sources, &inputs::read_one(name, job, shared)?, job))
}

/// Prints the diagnostics of a policy, and returns the policy if it has no error. If it has one, the diagnostics are
/// the result of the command; otherwise they go to standard error.
pub fn usable(
    judgement: Judgement,
    sources: &Sources,
    format: Format,
    shared: &Shared,
) -> Result<Option<Policy>, Problem> {
    let diagnostics = judgement.all_diagnostics();
    if judgement.policy.is_some() {
        let format = if check::FORMATS.contains(&format) { format } else { Format::Short };
        output::print_aside(sources, &diagnostics, format, shared);
    } else {
        print_errors(judgement.main, judgement.arguments, &diagnostics, sources, format, shared)?;
    }
    Ok(judgement.policy)
}

/// Prints the errors of a policy as `check` would. A format that `check` lacks has no place for them, so they go to
/// standard error.
pub fn print_errors(
    main: SourceId,
    arguments: ArgumentCount,
    errors: &[Diagnostic],
    sources: &Sources,
    format: Format,
    shared: &Shared,
) -> Result<(), Problem> {
    if check::FORMATS.contains(&format) {
        let names = [sources.get(main).name.clone()];
        return output::print(&results::check::report(&names, arguments, errors, sources), format, shared);
    }
    let report = Report::new(sources, errors);
    streams::print_error(&report.render(Format::Short, output::look(&std::io::stderr(), shared)));
    Ok(())
}
