//! `jamb lint`: the linter.

mod baseline;
mod fixing;

use std::io::stderr;
use std::path::PathBuf;

use clap::ValueEnum;

use self::fixing::Fixing;
use super::exit::{Exit, Problem};
use super::files;
use super::inputs;
use super::output;
use super::shared::Shared;
use crate::diagnostic::{Diagnostic, Safety, Severity, did_you_mean, nearest};
use crate::document::{self, Job, OpenDocuments, Workspace};
use crate::file_system::RealDisk;
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
    baseline: Option<PathBuf>,
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

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, Job::LINT, shared);
    let workspace = args.workspace()?;
    let (sources, mistakes) = workspace.settings_mistakes(inputs.iter().map(|input| &input.document));
    if !mistakes.is_empty() {
        output::print_aside(&sources, &mistakes, args.format, shared);
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

    /// The fixes to apply. Unsafe fixes include safe ones.
    fn fixing(&self) -> Option<Safety> {
        match (self.unsafe_fixes, self.fix || self.diff) {
            (true, _) => Some(Safety::Unsafe),
            (false, true) => Some(Safety::Safe),
            (false, false) => None,
        }
    }

    /// Leaves out what the baseline lists, or what it will list from now on.
    fn against_baseline(
        &self,
        diagnostics: Vec<Diagnostic>,
        sources: &Sources,
        shared: &Shared,
    ) -> Result<Vec<Diagnostic>, Problem> {
        if let Some(path) = &self.write_baseline {
            let count = baseline::write(path, &diagnostics, sources)?;
            shared.note(&format!("{} written to `{}`", findings(count), display_name(path)));
            return Ok(baseline::others(path, &baseline::read(path)?, diagnostics, sources).0);
        }
        let Some(path) = &self.baseline else { return Ok(diagnostics) };
        let (new, gone) = baseline::others(path, &baseline::read(path)?, diagnostics, sources);
        if gone > 0 {
            let (name, exist) = (display_name(path), if gone == 1 { "exists" } else { "exist" });
            let gone = findings(gone);
            shared.note(&format!("`{name}` lists {gone} that no longer {exist}: `--write-baseline` updates it"));
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

    /// Notes of `check` never fail the command, even with `--fail-on info`.
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
            files::print_error(&report.render(self.format, output::look(&stderr(), shared)));
        } else {
            output::print(&report, self.format, shared)?;
        }
        if fixing.is_none() {
            self.note_fixes(diagnostics, shared);
        }
        Ok(())
    }

    fn report<'r>(&self, names: &[String], diagnostics: &'r [Diagnostic], sources: &'r Sources) -> Report<'r> {
        let suites =
            vec![results::check::suite("lint", names, diagnostics, sources, |diagnostic| self.fails(diagnostic))];
        Report { files: Some(names.len()), suites, ..Report::new(sources, diagnostics) }
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
