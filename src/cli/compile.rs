//! `jamb compile`: to canonical `policy.json`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::inputs::{self, Input};
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::diagnostic::has_errors;
use crate::document::{self, Job, Judged};
use crate::model::canonical::{self, Layout};
use crate::report::{Command, Format, source_map};
use crate::source::disk::display_name;

/// Compile policies to the canonical `policy.json`
///
/// One file goes to standard output, or where `-o` says. Several files, or a directory, need `--out-dir` or
/// `--check`. Nothing is written if any of them has an error.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<String>,
    /// Write the compiled policy here
    #[arg(short, long, value_name = "FILE", conflicts_with = "out_dir")]
    output: Option<PathBuf>,
    /// Write `x.pl` to `x.json` below this folder
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
    /// Everything on one line
    #[arg(long)]
    minify: bool,
    /// Write nothing; print how the compiled policy differs from the file that is there
    #[arg(long)]
    check: bool,
    /// Write which line of the policy each entry came from
    #[arg(long, value_name = "FILE")]
    source_map: Option<PathBuf>,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Compile))]
    format: Format,
}

/// A compiled policy, and the file that it is written to; without one, standard output.
struct Output {
    judged: Arc<Judged>,
    text: String,
    path: Option<PathBuf>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    check_usage(args)?;
    let (inputs, exit) = inputs::read_all(&args.paths, Job::COMPILE, shared);
    let paths: Vec<_> = inputs.iter().map(|input| output_path(args, input)).collect();
    let judged = inputs::judged(inputs, Job::COMPILE);
    let (sources, diagnostics) = document::merged(&judged);
    let outputs: Vec<_> =
        judged.into_iter().zip(paths).filter_map(|(judged, path)| output(args, judged, path, shared)).collect();
    paper::print_aside(&sources, &diagnostics, args.format, shared);
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
    if args.check { compare(&outputs) } else { write(args, &outputs) }
}

/// What clap can't tell: whether several files are named.
fn check_usage(args: &Args) -> Result<(), Problem> {
    let several = args.paths.len() > 1 || args.paths.iter().any(|path| Path::new(path).is_dir());
    if several && args.out_dir.is_none() && !args.check {
        return Err(Problem::new("several files need `--out-dir` or `--check`").with_help(
            "`--out-dir DIR` writes `x.pl` to `DIR/x.json`; `--check` compares with the files that are there",
        ));
    }
    if several && args.output.is_some() {
        return Err(Problem::new("`-o` takes one file").with_help("write several with `--out-dir DIR`"));
    }
    if several && args.source_map.is_some() {
        return Err(Problem::new("`--source-map` takes one file"));
    }
    Ok(())
}

/// The file that the output of an input belongs to.
fn output_path(args: &Args, input: &Input) -> Option<PathBuf> {
    match (&args.output, &args.out_dir) {
        (Some(output), _) => Some(output.clone()),
        (None, Some(folder)) => Some(folder.join(input.relative.with_extension("json"))),
        (None, None) if args.check => input.document.path().map(|path| path.with_extension("json")),
        (None, None) => None,
    }
}

fn output(args: &Args, judged: Arc<Judged>, path: Option<PathBuf>, shared: &Shared) -> Option<Output> {
    if judged.judgement.is_part && (args.check || args.out_dir.is_some()) {
        let name = &judged.sources.get(judged.judgement.main).name;
        shared.note(&format!("`{name}` is a part of other policies: nothing to compile"));
        return None;
    }
    let layout = if args.minify { Layout::Minified } else { Layout::Pretty };
    let text = canonical::write(judged.judgement.policy.as_ref()?, layout);
    Some(Output { judged, text, path })
}

fn write(args: &Args, outputs: &[Output]) -> Result<Exit, Problem> {
    let mut paths: Vec<_> = outputs.iter().filter_map(|output| output.path.as_deref()).collect();
    paths.sort_unstable();
    if let Some(twice) =
        paths.iter().zip(paths.iter().skip(1)).find_map(|(left, right)| (left == right).then_some(*left))
    {
        return Err(Problem::new(format!("two policies would be written to `{}`", display_name(twice)))
            .with_help("rename one of them, or compile the folders one by one"));
    }
    for output in outputs {
        match &output.path {
            Some(path) if args.out_dir.is_some() => files::write_below(path, &output.text)?,
            Some(path) => files::write(path, &output.text)?,
            None => files::print(&output.text)?,
        }
        if let (Some(map), Some(policy)) = (&args.source_map, &output.judged.judgement.policy) {
            files::write(map, &source_map(policy, &output.judged.sources))?;
        }
    }
    Ok(Exit::Clean)
}

/// `--check`: prints how the files differ from what would be written.
fn compare(outputs: &[Output]) -> Result<Exit, Problem> {
    let mut exit = Exit::Clean;
    for output in outputs {
        let Some(path) = &output.path else {
            return Err(
                Problem::new("there is no file to compare standard input with").with_help("name it with `-o FILE`")
            );
        };
        // Not `Disk::read`: a compiled policy may be larger than its source may be.
        let old = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Problem::new(format!("can't read `{}`: {error}", display_name(path)))),
        };
        if old != output.text || !path.exists() {
            files::print(&paper::difference(&display_name(path), &old, &output.text))?;
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}
