//! The arguments of `jamb compile`.

use std::path::{Path, PathBuf};

use crate::cli::exit::Problem;
use crate::cli::files::is_standard_output;
use crate::cli::output;
use crate::report::Format;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github];

/// Compile policies to the `policy.json` that the gateway enforces
///
/// One policy is printed on standard output, or written to the file that `-o` names. Several policies, or a directory,
/// need `--out-dir` or `--check`. If any of them has an error, nothing is written and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input. With `--check`, `x.json`
    /// stands for the `x.pl` next to it
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<String>,
    /// Write the compiled policy to this file
    #[arg(short, long, value_name = "FILE", conflicts_with = "out_dir")]
    pub output: Option<PathBuf>,
    /// Write the compiled `x.pl` to `x.json` in this directory
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Write the JSON on one line
    #[arg(long)]
    pub minify: bool,
    /// Write nothing; if the compiled policy differs from the existing file, print the difference and exit with 1
    #[arg(long)]
    pub check: bool,
    /// Write to this file which line of the policy each entry of the JSON comes from
    #[arg(long, value_name = "FILE")]
    pub source_map: Option<PathBuf>,
    /// The format of the diagnostics
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    pub format: Format,
}

impl Args {
    /// What clap can't check: several files need a place for each result.
    pub fn check_usage(&self) -> Result<(), Problem> {
        let several = self.paths.len() > 1 || self.paths.iter().any(|path| Path::new(path).is_dir());
        if several && self.out_dir.is_none() && !self.check {
            return Err(Problem::new("several files need `--out-dir` or `--check`").with_help(
                "`--out-dir DIR` writes `x.pl` to `DIR/x.json`; `--check` compares with the existing files",
            ));
        }
        if several && self.output.is_some() {
            return Err(Problem::new("`-o` takes one file").with_help("write several files with `--out-dir DIR`"));
        }
        if several && self.source_map.is_some() {
            return Err(Problem::new("`--source-map` takes one file"));
        }
        if self.out_dir.as_deref().is_some_and(is_standard_output) {
            return Err(Problem::new("`--out-dir` takes a directory, and `-` is standard output")
                .with_help("without `--out-dir`, one policy is printed on standard output"));
        }
        Ok(())
    }
}
