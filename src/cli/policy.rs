//! The policy that a command takes by name: a `.pl` file, or a `policy.json` under any name.

use std::path::Path;

use super::inputs::{self, STDIN};
use super::paper;
use super::{Problem, Shared, check, files};
use crate::document::{Job, Judgement, Workspace};
use crate::file_system::RealDisk;
use crate::model::Policy;
use crate::report::{Command, Format, Report, formats_of};
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

/// Reports the diagnostics of a policy, and gives the policy if it can be used. If not, the diagnostics are
/// the result of the command, as `check` prints them; else they go to standard error.
pub fn usable(
    judgement: Judgement,
    sources: &Sources,
    format: Format,
    shared: &Shared,
) -> Result<Option<Policy>, Problem> {
    let has_format = formats_of(Command::Check).any(|row| row.format == format);
    let diagnostics = judgement.all_diagnostics();
    if judgement.policy.is_some() {
        paper::print_aside(sources, &diagnostics, if has_format { format } else { Format::Short }, shared);
    } else if has_format {
        let names = [sources.get(judgement.main).name.clone()];
        paper::print(&check::report(&names, judgement.arguments, &diagnostics, sources), format, shared)?;
    } else {
        let report = Report::new(sources, &diagnostics);
        files::print_error(&report.render(Format::Short, paper::look(&std::io::stderr(), shared)));
    }
    Ok(judgement.policy)
}
