//! `jamb lint`: the linter.

mod baseline;
mod configs;
mod fix;
mod judge;

use std::io::stderr;
use std::path::PathBuf;
use std::thread;

use clap::ValueEnum;

use self::fix::Fixing;
use self::judge::{File, Judged};
use super::exit::{Exit, Problem};
use super::files;
use super::inputs::{self, Holds};
use super::output;
use super::shared::Shared;
use crate::diagnostic::{Diagnostic, Safety, Severity, did_you_mean, nearest};
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
    /// Run only these rules, whatever their level
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
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut configs = configs::Configs::new(args.config.as_deref(), args.options())?;
    let mut all = Vec::new();
    for input in inputs {
        match input.holds {
            Holds::Foreign(language) => exit = exit.max(output::foreign(&input, language, shared)),
            Holds::Policy | Holds::Json | Holds::TooLarge => all.push(File::new(input, &mut configs)),
        }
    }
    if !configs.mistakes.is_empty() {
        output::print_aside(&configs.sources, &configs.mistakes, args.format, shared);
        return Ok(Exit::Problem);
    }
    let mut judged = judge::all(&all, &judge::Disk::default(), args.threads());
    let mut fixing = args.fixing().map(|safety| fix::fixed(&all, std::mem::take(&mut judged), safety, args.threads()));
    let left = fixing.as_mut().map(|fixing| std::mem::take(&mut fixing.judged));
    let (sources, found) = merged(left.unwrap_or(judged));
    let diagnostics = args.against_baseline(output::once(&sources, found), &sources, shared)?;
    let names: Vec<String> = all.into_iter().map(|file| file.name).collect();
    exit = exit.max(args.exit(&names, &diagnostics, fixing.as_ref(), shared));
    args.print(&names, &diagnostics, &sources, fixing.as_ref(), shared)?;
    Ok(exit)
}

impl Args {
    fn options(&self) -> Options {
        let pedantic = self.level.map(|level| level == Level::Pedantic);
        Options { select: self.select.clone(), ignore: self.ignore.clone(), pedantic, no_ignores: self.no_ignores }
    }

    fn threads(&self) -> usize {
        self.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
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
        let would_change = self.diff && fixing.is_some_and(|fixing| !fixing.changed.is_empty());
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

/// The sources and findings of all files, in order.
fn merged(judged: Vec<Judged>) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    for file in judged {
        let offset = sources.append(file.sources);
        diagnostics.extend(file.diagnostics.into_iter().map(|diagnostic| diagnostic.shifted(offset)));
    }
    (sources, diagnostics)
}

/// The rule of a `--select` or `--ignore` value.
fn rule_named(name: &str) -> Result<&'static Rule, String> {
    let unknown = || match nearest(name, RULES.iter().map(|rule| rule.name())) {
        Some(near) => format!("there is no rule `{}`; {}", visible(name), did_you_mean(near)),
        None => format!("there is no rule `{}`; `jamb explain` lists them", visible(name)),
    };
    rules::named(name.trim()).ok_or_else(unknown)
}
