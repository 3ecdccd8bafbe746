//! `jamb lint`: the linter.

mod baseline;
mod fixing;

use std::io::stderr;
use std::path::PathBuf;

use clap::ValueEnum;

use self::fixing::Fixing;
use super::inputs;
use super::paper;
use super::{Exit, Problem, Shared, check, files};
use crate::diagnostic::{Diagnostic, Safety, Severity, did_you_mean, nearest};
use crate::document::{self, Job, OpenDocuments, Workspace};
use crate::file_system::RealDisk;
use crate::lint::{Options, RULES, Rule, rules};
use crate::report::{Command, Format, Report, visible};
use crate::source::Sources;
use crate::source::disk::display_name;

/// Find what is wrong with policies that are right: holes, dead clauses, what readers can't see
///
/// Reads `.pl` files (of a directory all below it) and `policy.json` files. A finding that speaks of calls
/// shows one. `jamb.toml` beside a file, or in a folder above it, says which rules run; `jamb explain`
/// lists them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Write the safe fixes: every call is decided as before
    #[arg(long)]
    fix: bool,
    /// Write all fixes, also those after which some calls are decided otherwise
    #[arg(long)]
    unsafe_fixes: bool,
    /// Write nothing; print what the fixes would change
    #[arg(long)]
    diff: bool,
    /// Run these rules only, pedantic or not
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_named)]
    select: Vec<&'static Rule>,
    /// Run all rules but these
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_named)]
    ignore: Vec<&'static Rule>,
    /// Which rules run where nobody selects some [default: default]
    #[arg(long, value_enum, value_name = "LEVEL")]
    level: Option<Level>,
    /// From which severity on a finding is a failure
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
    fail_on: FailOn,
    /// Show what comments suppress, too
    #[arg(long)]
    no_ignores: bool,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// List all findings in this file, for `--baseline`
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// How many threads judge [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Use this configuration instead of the `jamb.toml` that is found
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Lint))]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Default,
    Pedantic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        severity
            >= match self {
                FailOn::Error => Severity::Error,
                FailOn::Warning => Severity::Warning,
                FailOn::Info => Severity::Info,
            }
    }
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, Job::LINT, shared);
    let workspace = args.workspace()?;
    let (sources, mistakes) = workspace.settings_mistakes(inputs.iter().map(|input| &input.document));
    if !mistakes.is_empty() {
        paper::print_aside(&sources, &mistakes, args.format, shared);
        return Ok(Exit::Problem);
    }
    let mut documents = OpenDocuments::new(workspace, Job::LINT).without_trees();
    for input in inputs {
        documents.open(input.document);
    }
    let fixed = args.fixing().map(|safety| Fixing::new(&mut documents, safety, args.threads()));
    let names: Vec<String> = documents.iter().map(|(_, document)| document.name().to_owned()).collect();
    let (sources, diagnostics) = document::merged(&documents.judge_all(args.threads()));
    let diagnostics = args.against_baseline(diagnostics, &sources, shared)?;
    exit = exit.max(args.exit(&names, &diagnostics, fixed.as_ref(), shared));
    args.print(&names, &diagnostics, &sources, fixed.as_ref(), shared)?;
    Ok(exit)
}

impl Args {
    fn workspace(&self) -> Result<Workspace<RealDisk>, Problem> {
        let workspace = Workspace::new(RealDisk).with_options(self.options());
        let Some(path) = &self.config else { return Ok(workspace) };
        workspace
            .with_settings(path)
            .map_err(|error| Problem::new(format!("can't read `{}`: {}", display_name(path), error.reason())))
    }

    fn options(&self) -> Options {
        let pedantic = self.level.map(|level| level == Level::Pedantic);
        Options { select: self.select.clone(), ignore: self.ignore.clone(), pedantic, no_ignores: self.no_ignores }
    }

    fn threads(&self) -> usize {
        self.threads.map_or_else(inputs::cores, usize::from)
    }

    /// The fixes that are asked for; unsafe ones go with safe ones.
    fn fixing(&self) -> Option<Safety> {
        match (self.unsafe_fixes, self.fix || self.diff) {
            (true, _) => Some(Safety::Unsafe),
            (false, true) => Some(Safety::Safe),
            (false, false) => None,
        }
    }

    /// Leaves out what the baseline lists, or what it lists from now on.
    fn against_baseline(
        &self,
        diagnostics: Vec<Diagnostic>,
        sources: &Sources,
        shared: &Shared,
    ) -> Result<Vec<Diagnostic>, Problem> {
        if let Some(path) = &self.write_baseline {
            let count = baseline::write(path, &diagnostics, sources)?;
            shared.note(&format!("{} listed in `{}`", findings(count), display_name(path)));
            return Ok(baseline::others(path, &baseline::read(path)?, diagnostics, sources).0);
        }
        let Some(path) = &self.baseline else { return Ok(diagnostics) };
        let (new, gone) = baseline::others(path, &baseline::read(path)?, diagnostics, sources);
        if gone > 0 {
            let are = if gone == 1 { "is" } else { "are" };
            let gone = findings(gone);
            shared.note(&format!("{gone} of the baseline {are} no longer there: `--write-baseline` writes it again"));
        }
        Ok(new)
    }

    fn exit(&self, names: &[String], diagnostics: &[Diagnostic], fixing: Option<&Fixing>, shared: &Shared) -> Exit {
        let would_change = self.diff && fixing.is_some_and(Fixing::changes_files);
        if would_change || diagnostics.iter().any(|diagnostic| self.fails(diagnostic)) {
            return Exit::Findings;
        }
        if names.is_empty() {
            shared.note("no policy to lint");
            return Exit::Nothing;
        }
        Exit::Clean
    }

    /// Notes of `check` are nothing, however low the bar.
    fn fails(&self, diagnostic: &Diagnostic) -> bool {
        let is_rule = rules::named(diagnostic.code.name()).is_some();
        diagnostic.severity == Severity::Error || is_rule && self.fail_on.fails(diagnostic.severity)
    }

    fn print(
        &self,
        names: &[String],
        diagnostics: &[Diagnostic],
        sources: &Sources,
        fixing: Option<&Fixing>,
        shared: &Shared,
    ) -> Result<(), Problem> {
        let report = self.report(names, diagnostics, sources);
        let is_aside = match fixing {
            Some(fixing) if self.diff => {
                fixing.print_differences()?;
                true
            }
            Some(fixing) => fixing.write(shared)?,
            None => false,
        };
        if is_aside {
            files::print_error(&report.render(self.format, paper::look(&stderr(), shared)));
        } else {
            paper::print(&report, self.format, shared)?;
        }
        if fixing.is_none() {
            self.tell_of_fixes(diagnostics, shared);
        }
        Ok(())
    }

    fn report<'r>(&self, names: &[String], diagnostics: &'r [Diagnostic], sources: &'r Sources) -> Report<'r> {
        let suites = vec![check::suite("lint", names, diagnostics, sources, |diagnostic| self.fails(diagnostic))];
        Report { files: Some(names.len()), suites, ..Report::new(sources, diagnostics) }
    }

    fn tell_of_fixes(&self, diagnostics: &[Diagnostic], shared: &Shared) {
        let count =
            |safety| diagnostics.iter().filter_map(|it| it.fix.as_ref()).filter(|fix| fix.safety == safety).count();
        match (self.format, count(Safety::Safe), count(Safety::Unsafe)) {
            (Format::Pretty, 0, 1..) => {
                shared.note(&format!("`--unsafe-fixes` mends {}", findings(count(Safety::Unsafe))))
            }
            (Format::Pretty, safe @ 1.., 0) => shared.note(&format!("`--fix` mends {}", findings(safe))),
            (Format::Pretty, safe @ 1.., more) => {
                shared.note(&format!("`--fix` mends {}, `--unsafe-fixes` {more} more", findings(safe)));
            }
            (
                Format::Pretty
                | Format::Short
                | Format::Json
                | Format::Sarif
                | Format::Github
                | Format::Junit
                | Format::Jsonl
                | Format::Markdown,
                _,
                _,
            ) => {}
        }
    }
}

fn findings(count: usize) -> String {
    format!("{count} finding{}", if count == 1 { "" } else { "s" })
}

/// The rule of a `--select` or `--ignore` value.
fn rule_named(name: &str) -> Result<&'static Rule, String> {
    let unknown = || match nearest(name, RULES.iter().map(|rule| rule.name())) {
        Some(near) => format!("there is no rule `{}`; {}", visible(name), did_you_mean(near)),
        None => format!("there is no rule `{}`; `jamb explain` lists them", visible(name)),
    };
    rules::named(name.trim()).ok_or_else(unknown)
}
