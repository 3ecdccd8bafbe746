//! The policy that a command takes by name: a `.pl` file, or a `policy.json` under any name.

use std::path::Path;

use super::exit::Problem;
use super::inputs::{self, Holds};
use super::output;
use super::shared::Shared;
use super::{check, files};
use crate::catalog::Catalog;
use crate::check::ArgumentCount;
use crate::diagnostic::Diagnostic;
use crate::file_system::RealDisk;
use crate::model::{self, Policy};
use crate::pipeline;
use crate::report::{Format, Report, results};
use crate::source::{Place, SourceId, Sources};

/// A policy that was read, right or wrong.
#[derive(Debug)]
pub struct Loaded {
    /// The file itself; what it includes and its catalog follow it in the sources.
    pub source: SourceId,
    /// The policy, where nothing is wrong with it. Its places lie in the file, and in those that it includes.
    pub policy: Option<Policy>,
    /// The tools of the server, where the policy names a catalog.
    pub catalog: Option<Catalog>,
    /// Where the policy says what becomes of tools that it does not name.
    pub default: Option<Place>,
    /// How many paths have a type.
    pub arguments: ArgumentCount,
    /// Everything that `check` says of it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a policy of either kind. The problem is one of the command line: no such file, another language.
pub fn load(name: &str, sources: &mut Sources) -> Result<Loaded, Problem> {
    if name != inputs::STDIN && Path::new(name).is_dir() {
        return Err(Problem::new(format!("`{name}` is a directory")).with_help("name the one policy that is to decide"));
    }
    let input = inputs::read_one(name)?;
    let source_name = input.source.name.clone();
    let source = sources.add(input.source);
    let (mut catalog, mut default, mut arguments) = (None, None, ArgumentCount::default());
    let (policy, diagnostics) = match input.holds {
        Holds::TooLarge => (None, vec![output::too_large(source)]),
        Holds::Json => model::json::read(source, sources.get(source)),
        Holds::Policy => {
            let compiled = pipeline::compile(sources, &RealDisk, &crate::catalog::Catalogs::default(), source);
            (catalog, default) = (compiled.checked.catalog, compiled.checked.policy.default_place);
            arguments = compiled.checked.arguments;
            (compiled.policy, compiled.diagnostics)
        }
        Holds::Foreign(language) => {
            return Err(Problem::new(format!("`{source_name}` is {language}, not a policy")));
        }
    };
    Ok(Loaded { source, policy, catalog, default, arguments, diagnostics })
}

/// Says of a policy what there is to say, and gives it where it can be used. Of a wrong one that is what
/// `check` would print, as the command's result; of a right one, notes beside it.
pub fn told(loaded: Loaded, sources: &Sources, format: Format, shared: &Shared) -> Result<Option<Policy>, Problem> {
    let has_format = check::FORMATS.contains(&format);
    let aside = if has_format { format } else { Format::Short };
    match loaded.policy {
        Some(policy) => {
            output::print_aside(sources, &loaded.diagnostics, aside, shared);
            Ok(Some(policy))
        }
        None if has_format => {
            let names = [sources.get(loaded.source).name.clone()];
            let report = results::check::report(&names, loaded.arguments, &loaded.diagnostics, sources);
            output::print(&report, format, shared)?;
            Ok(None)
        }
        None => {
            let report = Report::new(sources, &loaded.diagnostics);
            files::print_error(&report.render(aside, output::look(&std::io::stderr(), shared)));
            Ok(None)
        }
    }
}
