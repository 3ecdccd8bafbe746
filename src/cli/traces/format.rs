//! How the traces are read: `--from` and `--map`.

use clap::builder::{PossibleValue, TypedValueParser};

use crate::cli::exit::{Exit, Problem};
use crate::cli::inputs;
use crate::cli::output;
use crate::cli::shared::Shared;
use crate::diagnostic::{did_you_mean, listed, nearest, quoted};
use crate::document::Workspace;
use crate::git::RevisionDisk;
use crate::report::Format;
use crate::settings;
use crate::source::{Source, Sources};
use crate::trace::map::Map;
use crate::trace::{FORMATS, From};

/// The value of `--from` that recognizes the format by the first lines.
pub const AUTO: &str = "auto";

/// Reads `--from`: any name, because a `jamb.toml` may have more of them.
#[derive(Debug, Clone)]
pub struct Names;

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        clap::builder::StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let auto = PossibleValue::new(AUTO).help("recognized by the first lines");
        let named = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
        Some(Box::new(std::iter::once(auto).chain(named)))
    }
}

/// The format, or the map. If the map or the `jamb.toml` with it is wrong, that is printed, and the command ends.
pub fn chosen(
    (from, map): (&str, Option<&str>),
    policy: &str,
    workspace: &Workspace<RevisionDisk>,
    format: Format,
    shared: &Shared,
) -> Result<Result<(From, Option<Map>), Exit>, Problem> {
    if let Some(text) = map {
        return Ok(parsed(text, format, shared).map(|map| (From::Auto, Some(map))));
    }
    if from == AUTO {
        return Ok(Ok((From::Auto, None)));
    }
    if let Some(known) = FORMATS.iter().find(|format| format.name == from) {
        return Ok(Ok((known.from, None)));
    }
    let (maps, sources, mistakes) = workspace.maps(inputs::place(policy, shared)?.as_deref());
    if !mistakes.is_empty() {
        output::print_aside(&sources, &mistakes, format, shared);
        return Ok(Err(Exit::Problem));
    }
    match maps.iter().find(|(name, _)| name == from) {
        Some((_, map)) => Ok(Ok((From::Auto, Some(map.clone())))),
        None => Err(unknown(from, &maps)),
    }
}

fn parsed(text: &str, format: Format, shared: &Shared) -> Result<Map, Exit> {
    Map::parse(text).map_err(|error| {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("--map", text));
        output::print_aside(&sources, &[settings::wrong_map(id, &error)], format, shared);
        Exit::Problem
    })
}

fn unknown(from: &str, maps: &[(String, Map)]) -> Problem {
    let formats = FORMATS.iter().map(|format| format.name);
    let names: Vec<&str> =
        std::iter::once(AUTO).chain(formats).chain(maps.iter().map(|(name, _)| name.as_str())).collect();
    let help = match nearest(from, names.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => {
            let names = listed(&quoted(&names), "and");
            format!("the formats are {names}; `[traces.NAME]` in `jamb.toml` adds a map by its name")
        }
    };
    Problem::new(format!("unknown format of traces `{from}`")).with_help(help)
}
