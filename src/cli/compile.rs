//! `jamb compile`: writes the canonical `policy.json`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::{Exit, Problem};
use super::files;
use super::inputs::{self, Input};
use super::output;
use super::shared::Shared;
use crate::diagnostic::has_errors;
use crate::document::{self, Job, Judged};
use crate::model::canonical::{self, Layout};
use crate::model::source_map::source_map;
use crate::report::Format;
use crate::source::disk::display_name;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github];

/// Compile policies to the `policy.json` that the gateway enforces
///
/// One policy is printed on standard output, or written to the file that `-o` names. Several policies, or a directory,
/// need `--out-dir` or `--check`. If any of them has an error, nothing is written and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    paths: Vec<String>,
    /// Write the compiled policy to this file
    #[arg(short, long, value_name = "FILE", conflicts_with = "out_dir")]
    output: Option<PathBuf>,
    /// Write the compiled `x.pl` to `x.json` in this directory
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
    /// Write the JSON on one line
    #[arg(long)]
    minify: bool,
    /// Write nothing; if the compiled policy differs from the existing file, print the difference and exit with 1
    #[arg(long)]
    check: bool,
    /// Write to this file which line of the policy each entry of the JSON comes from
    #[arg(long, value_name = "FILE")]
    source_map: Option<PathBuf>,
    /// The format of the diagnostics
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

/// A compiled policy and the file to write it to; without one, it goes to standard output.
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
    if args.check { compare(&outputs) } else { write(args, &outputs) }
}

/// What clap can't check: several files need a place for each result.
fn check_usage(args: &Args) -> Result<(), Problem> {
    let several = args.paths.len() > 1 || args.paths.iter().any(|path| Path::new(path).is_dir());
    if several && args.out_dir.is_none() && !args.check {
        return Err(Problem::new("several files need `--out-dir` or `--check`")
            .with_help("`--out-dir DIR` writes `x.pl` to `DIR/x.json`; `--check` compares with the existing files"));
    }
    if several && args.output.is_some() {
        return Err(Problem::new("`-o` takes one file").with_help("write several files with `--out-dir DIR`"));
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
            .with_help("rename one of them, or compile the directories one at a time"));
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

/// `--check`: prints the differences between the files and what would be written.
fn compare(outputs: &[Output]) -> Result<Exit, Problem> {
    let mut exit = Exit::Clean;
    for output in outputs {
        let Some(path) = &output.path else {
            return Err(
                Problem::new("there is no file to compare standard input with").with_help("name it with `-o FILE`")
            );
        };
        // Not read through `Disk`, because compiled policies can be larger than its limit.
        let old = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Problem::new(format!("can't read `{}`: {error}", display_name(path)))),
        };
        if old != output.text || !path.exists() {
            files::print(&output::difference(&display_name(path), &old, &output.text))?;
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}
