//! `jamb lint`: the linter.

mod baseline;
mod fixing;

use std::io::stderr;
use std::path::PathBuf;

use clap::ValueEnum;

use self::baseline::Baseline;
use self::fixing::Fixing;
use super::exit::{Exit, Problem};
use super::files::{Content, Files, is_standard_output};
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use super::{shell, streams};
use crate::diagnostic::{Diagnostic, Safety, Severity, did_you_mean, nearest};
use crate::document::{self, Job, OpenDocuments, Workspace};
use crate::git::RevisionDisk;
use crate::lint::{Options, RULES, Rule, rules};
use crate::report::{Format, Report, results};
use crate::source::Sources;
use crate::source::disk::display_name;
use crate::vocab::visible::visible;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];

/// Find problems in valid policies: holes, dead clauses, text that hides something from readers
///
/// Reads `.pl` files and `policy.json` files. A finding about calls shows a call. A `jamb.toml` in the directory of a
/// policy, or in a directory above it, says which rules run; `jamb explain` lists all rules. Exits with 1 if there is
/// an error, or a finding of at least the severity that `--fail-on` names.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Write the safe fixes, which change no decision
    #[arg(long)]
    fix: bool,
    /// Write all fixes, including those that change how some calls are decided
    #[arg(long)]
    unsafe_fixes: bool,
    /// Write nothing; print what the fixes would change, and exit with 1 if they would change anything
    #[arg(long)]
    diff: bool,
    /// Run only these rules, pedantic or not
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_named)]
    select: Vec<&'static Rule>,
    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule_named)]
    ignore: Vec<&'static Rule>,
    /// Which rules run if you select none; `pedantic` adds rules that not every team wants [default: default]
    #[arg(long, value_enum, value_name = "LEVEL")]
    level: Option<Level>,
    /// Minimum severity of findings that make the command fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
    fail_on: FailOn,
    /// Also show findings that comments suppress
    #[arg(long)]
    no_ignores: bool,
    /// Leave out the findings that this baseline file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<String>,
    /// Write all findings to this baseline file
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Number of threads [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Use this configuration instead of looking for `jamb.toml`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The format of the findings
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
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

/// What there is to print and to write.
struct Linted {
    /// The names of the documents.
    names: Vec<String>,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// How many findings the baseline lists.
    listed: usize,
    fixing: Option<Fixing>,
    /// The new baseline.
    baseline: Option<Baseline>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    args.check_usage()?;
    let (inputs, exit) = inputs::read_all(&args.paths, Job::LINT, shared);
    let workspace = args.workspace(shared)?;
    let (settings, mistakes) = workspace.settings_mistakes(inputs.iter().map(|input| &input.document));
    if !mistakes.is_empty() {
        output::print_aside(&settings, &mistakes, args.format, shared);
        return Ok(Exit::Problem);
    }
    let mut documents = OpenDocuments::new(workspace, Job::LINT).without_trees();
    for input in inputs {
        documents.open(input.document);
    }
    let fixing = args.fixing().map(|safety| Fixing::new(&mut documents, safety, args.threads()));
    let names: Vec<String> = documents.iter().map(|(_, document)| document.name().to_owned()).collect();
    let (sources, diagnostics) = document::merged(&documents.judge_all(args.threads()));
    let mut linted = Linted { names, sources, diagnostics, listed: 0, fixing, baseline: None };
    args.compare_with_baseline(&mut linted, exit, shared)?;
    let exit = exit.max(args.exit(&linted, shared));
    let mut files = Files::after_reading(&linted.sources);
    files.reads_all(&settings);
    args.write(&linted, files, exit, shared)?;
    Ok(exit)
}

impl Args {
    fn workspace(&self, shared: &Shared) -> Result<Workspace<RevisionDisk>, Problem> {
        let workspace = Workspace::new(shared.disk().clone()).with_options(self.options());
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

    /// The fixes to apply. Unsafe fixes include safe ones.
    fn fixing(&self) -> Option<Safety> {
        match (self.unsafe_fixes, self.fix || self.diff) {
            (true, _) => Some(Safety::Unsafe),
            (false, true) => Some(Safety::Safe),
            (false, false) => None,
        }
    }

    /// What clap can't check.
    fn check_usage(&self) -> Result<(), Problem> {
        let is_stdin = |name: &str| name == STDIN;
        if self.write_baseline.as_deref().is_some_and(is_standard_output) {
            return Err(Problem::new("the baseline can't go to standard output, which has the findings")
                .with_help("name a file with `--write-baseline FILE`"));
        }
        if self.baseline.as_deref().is_some_and(is_stdin) && self.paths.iter().any(|path| is_stdin(path)) {
            return Err(Problem::new("standard input can't be both a policy and the baseline"));
        }
        Ok(())
    }

    /// Leaves out what the baseline lists, or what it will list from now on.
    fn compare_with_baseline(&self, linted: &mut Linted, exit: Exit, shared: &Shared) -> Result<(), Problem> {
        let Linted { diagnostics, sources, .. } = linted;
        let baseline = match (&self.write_baseline, &self.baseline) {
            (Some(path), _) => {
                if exit == Exit::Problem || has_wrong_policy(diagnostics) {
                    let name = display_name(path);
                    shared.note(&format!("`{name}` was not written, because not all policies could be linted"));
                    return Ok(());
                }
                Baseline::of(path, diagnostics, sources)
            }
            (None, Some(name)) => Baseline::read(name, shared)?,
            (None, None) => return Ok(()),
        };
        let (new, gone) = baseline.others(std::mem::take(diagnostics), sources);
        linted.diagnostics = new;
        linted.listed = baseline.len() - gone;
        if self.write_baseline.is_some() {
            linted.baseline = Some(baseline);
        } else if let Some(name) = self.baseline.as_ref().filter(|_| gone > 0) {
            let exist = if gone == 1 { "exists" } else { "exist" };
            let gone = findings(gone);
            shared.note(&format!("`{name}` lists {gone} that no longer {exist}: `--write-baseline` updates it"));
        }
        Ok(())
    }

    fn exit(&self, linted: &Linted, shared: &Shared) -> Exit {
        let would_change = self.diff && linted.fixing.as_ref().is_some_and(Fixing::changes_files);
        if would_change || linted.diagnostics.iter().any(|diagnostic| self.fails(diagnostic)) {
            return Exit::Findings;
        }
        if linted.names.is_empty() {
            shared.note("no policy to lint");
            return Exit::Nothing;
        }
        Exit::Clean
    }

    /// Notes of `check` never fail the command, even with `--fail-on info`.
    fn fails(&self, diagnostic: &Diagnostic) -> bool {
        let is_rule = rules::named(diagnostic.code.name()).is_some();
        diagnostic.severity == Severity::Error || is_rule && self.fail_on.fails(diagnostic.severity)
    }

    /// Prints the findings, and writes fixes and the baseline.
    fn write(&self, linted: &Linted, mut files: Files, exit: Exit, shared: &Shared) -> Result<(), Problem> {
        let mut fixed = Vec::new();
        if let Some(path) = &self.write_baseline {
            baseline::check_replaced(path)?;
        }
        if let (Some(path), Some(baseline)) = (&self.write_baseline, &linted.baseline) {
            files.add(Some(path), Content::Data, baseline.text())?;
        }
        let fixing = linted.fixing.as_ref();
        match fixing {
            Some(fixing) if !self.diff && exit != Exit::Problem => fixed = fixing.add_to(&mut files)?,
            Some(fixing) if !self.diff && fixing.changes_files() => shared.note("no file was fixed"),
            Some(_) | None => {}
        }
        let staged = files.stage()?;
        let report = self.report(linted);
        match fixing
            .and_then(|fixing| if self.diff { Some(fixing.differences()) } else { fixing.printed().map(str::to_owned) })
        {
            Some(printed) => {
                streams::print(&printed)?;
                streams::print_error(&report.render(self.format, output::look(&stderr(), shared)));
            }
            None => output::print(&report, self.format, shared)?,
        }
        if staged.commit()? {
            fixed.iter().for_each(|name| shared.note(&format!("fixed `{name}`")));
            self.note_baseline(linted, shared);
        }
        if fixing.is_none() {
            self.note_fixes(&linted.diagnostics, shared);
        }
        Ok(())
    }

    fn report<'r>(&self, linted: &'r Linted) -> Report<'r> {
        let Linted { names, sources, diagnostics, listed, .. } = linted;
        let suites =
            vec![results::check::suite("lint", names, diagnostics, sources, |diagnostic| self.fails(diagnostic))];
        Report { files: Some(names.len()), listed: *listed, suites, ..Report::new(sources, diagnostics) }
    }

    fn note_baseline(&self, linted: &Linted, shared: &Shared) {
        let (Some(path), Some(baseline)) = (&self.write_baseline, &linted.baseline) else { return };
        let paths = self.paths.iter().map(String::as_str);
        let next = shell::command(["lint"].into_iter().chain(paths).chain(["--baseline", &shell::path(path)]));
        let (count, name) = (findings(baseline.len()), display_name(path));
        shared.note(&format!("{count} written to `{name}`; next: {next} reports only new ones"));
    }

    fn note_fixes(&self, diagnostics: &[Diagnostic], shared: &Shared) {
        if self.format != Format::Pretty {
            return;
        }
        let count =
            |safety| diagnostics.iter().filter_map(|it| it.fix.as_ref()).filter(|fix| fix.safety == safety).count();
        match (count(Safety::Safe), count(Safety::Unsafe)) {
            (0, 0) => {}
            (0, more) => shared.note(&format!("`--unsafe-fixes` fixes {}", findings(more))),
            (safe, 0) => shared.note(&format!("`--fix` fixes {}", findings(safe))),
            (safe, more) => shared.note(&format!("`--fix` fixes {}, `--unsafe-fixes` {more} more", findings(safe))),
        }
    }
}

/// Whether a policy has an error, so that it could not be linted.
fn has_wrong_policy(diagnostics: &[Diagnostic]) -> bool {
    let mut others = diagnostics.iter().filter(|diagnostic| rules::named(diagnostic.code.name()).is_none());
    others.any(|diagnostic| diagnostic.severity == Severity::Error)
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
