//! `jamb compile`: writes the canonical `policy.json`.

mod args;
mod comparison;
mod compiled;

pub use self::args::Args;

use std::path::PathBuf;
use std::sync::Arc;

use self::compiled::Compiled;
use super::exit::{Exit, Problem};
use super::files::{Content, Files, is_standard_output};
use super::inputs::{self, Input};
use super::output;
use super::shared::Shared;
use crate::diagnostic::has_errors;
use crate::document::{self, Job, Judged};
use crate::model::canonical::{self, Layout};
use crate::model::source_map::source_map;
use crate::source::Sources;
use crate::source::disk::display_name;

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    args.check_usage()?;
    let (named, misnamed) = comparison::policies(args, shared);
    let (inputs, exit) = inputs::read_all(&named, Job::COMPILE, shared);
    let exit = exit.max(misnamed);
    let paths: Vec<_> = inputs.iter().map(|input| output_path(args, input)).collect();
    let judged = inputs::judged(inputs, Job::COMPILE, shared);
    let (sources, diagnostics) = document::merged(&judged);
    let outputs: Vec<_> =
        judged.into_iter().zip(paths).filter_map(|(judged, path)| compiled(args, judged, path, shared)).collect();
    output::print_aside(&sources, &diagnostics, args.format, shared);
    if has_errors(&diagnostics) {
        return Ok(exit.max(Exit::Findings));
    }
    if exit == Exit::Problem {
        return Ok(exit);
    }
    if outputs.is_empty() {
        shared.note("no policy to compile");
        return Ok(Exit::Nothing);
    }
    if args.check { comparison::compare(args, &outputs, shared) } else { write(args, outputs, &sources, shared) }
}

/// The file that the output of an input belongs to.
fn output_path(args: &Args, input: &Input) -> Option<PathBuf> {
    match (&args.output, &args.out_dir) {
        (Some(output), _) => Some(output.clone()).filter(|output| !is_standard_output(output)),
        (None, Some(folder)) => Some(folder.join(input.relative.with_extension("json"))),
        (None, None) if args.check => input.document.path().map(|path| path.with_extension("json")),
        (None, None) => None,
    }
}

fn compiled(args: &Args, judged: Arc<Judged>, path: Option<PathBuf>, shared: &Shared) -> Option<Compiled> {
    if judged.judgement.is_part && (args.check || args.out_dir.is_some()) {
        let name = &judged.sources.get(judged.judgement.main).name;
        shared.note(&format!("`{name}` is a part of other policies: nothing to compile"));
        return None;
    }
    let layout = if args.minify { Layout::Minified } else { Layout::Pretty };
    let text = canonical::write(judged.judgement.policy.as_ref()?, layout);
    Some(Compiled { judged, text, path })
}

fn write(args: &Args, outputs: Vec<Compiled>, sources: &Sources, shared: &Shared) -> Result<Exit, Problem> {
    let mut files = Files::after_reading(sources);
    if args.out_dir.is_some() {
        files.create_directories();
        check_names(&outputs)?;
    }
    let note = written(args, &outputs);
    for output in outputs {
        if let (Some(map), Some(policy)) = (&args.source_map, &output.judged.judgement.policy) {
            files.add(Some(map), Content::Data, source_map(policy, &output.judged.sources))?;
        }
        files.add(output.path.as_deref(), Content::Data, output.text)?;
    }
    if files.stage()?.commit()?
        && let Some(note) = note
    {
        shared.note(&note);
    }
    Ok(Exit::Clean)
}

/// Policies of two directories may have the same name.
fn check_names(outputs: &[Compiled]) -> Result<(), Problem> {
    let mut paths: Vec<_> = outputs.iter().filter_map(|output| output.path.as_deref()).collect();
    paths.sort_unstable();
    match paths.iter().zip(paths.iter().skip(1)).find(|(left, right)| left == right) {
        None => Ok(()),
        Some((twice, _)) => Err(Problem::new(format!("two policies would be written to `{}`", display_name(twice)))
            .with_help("rename one of them, or compile the directories one at a time")),
    }
}

/// What was written, and what comes next; `None` if the policy was printed and nothing else was written.
fn written(args: &Args, outputs: &[Compiled]) -> Option<String> {
    let map = args.source_map.as_deref().filter(|map| !is_standard_output(map)).map(display_name);
    let map = map.map(|map| format!("its source map to `{map}`"));
    let check = outputs.first().map(|output| comparison::check_command(args, output)).unwrap_or_default();
    let next = |what: &str| format!("next: paste {what} into PolicyLayer's dashboard, and run {check} in CI");
    match (&args.out_dir, outputs) {
        (Some(folder), outputs) if outputs.len() != 1 => {
            let (count, folder) = (outputs.len(), display_name(folder));
            Some(format!("wrote {count} policies to `{folder}`; {}", next("them")))
        }
        (_, outputs) => match (outputs.first()?.path.as_deref().map(display_name), map) {
            (Some(policy), Some(map)) => Some(format!("wrote `{policy}`, and {map}; {}", next("it"))),
            (Some(policy), None) => Some(format!("wrote `{policy}`; {}", next("it"))),
            (None, Some(map)) => Some(format!("printed the policy, and wrote {map}")),
            (None, None) => None,
        },
    }
}
