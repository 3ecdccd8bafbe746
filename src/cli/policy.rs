//! The policy that a command takes by name: a `.pl` file, or a `policy.json` under any name.

use std::path::Path;

use super::exit::Problem;
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use super::{check, files};
use crate::document::{Job, Judgement, Workspace};
use crate::file_system::RealDisk;
use crate::model::Policy;
use crate::report::{Format, Report, results};
use crate::source::Sources;

/// Reads and judges a policy. A missing file or another language is a problem.
pub fn load(
    workspace: &Workspace<RealDisk>,
    name: &str,
    job: Job,
    sources: &mut Sources,
) -> Result<Judgement, Problem> {
    if name != STDIN && Path::new(name).is_dir() {
        return Err(Problem::new(format!("`{name}` is a directory")).with_help("name the policy that decides"));
    }
    Ok(workspace.judge(sources, &inputs::read_one(name, job)?, job))
}

/// Reports the diagnostics of a policy, and returns the policy if it has no error. If it has one, the
/// diagnostics are the result of the command, printed as `check` prints them; otherwise they go to standard
/// error.
pub fn usable(
    judgement: Judgement,
    sources: &Sources,
    format: Format,
    shared: &Shared,
) -> Result<Option<Policy>, Problem> {
    let has_format = check::FORMATS.contains(&format);
    let diagnostics = judgement.all_diagnostics();
    if judgement.policy.is_some() {
        output::print_aside(sources, &diagnostics, if has_format { format } else { Format::Short }, shared);
    } else if has_format {
        let names = [sources.get(judgement.main).name.clone()];
        output::print(&results::check::report(&names, judgement.arguments, &diagnostics, sources), format, shared)?;
    } else {
        let report = Report::new(sources, &diagnostics);
        files::print_error(&report.render(Format::Short, output::look(&std::io::stderr(), shared)));
    }
    Ok(judgement.policy)
}
