//! How traces are read: the options that every command that reads them has.

use super::format;
use crate::cli::exit::{Exit, Problem};
use crate::cli::shared::Shared;
use crate::document::Workspace;
use crate::git::RevisionDisk;
use crate::report::Format;
use crate::trace;
use crate::vocab::{Marks, Zone};

#[derive(Debug, clap::Args)]
pub struct Reading {
    /// The format of the traces
    #[arg(long, value_name = "FORMAT", default_value = format::AUTO, value_parser = format::Names, conflicts_with = "map")]
    from: String,
    /// Where the calls are in traces of any other format: `each=.calls[], tool=.name, args=.arguments`
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    /// Read only the calls of this server, and remove its name in front of the names of tools
    #[arg(long, value_name = "NAME")]
    pub server: Option<String>,
    /// The zone of times that are written without one: `UTC`, an offset such as `+02:00`, or a name such as
    /// `Europe/Berlin`
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    zone: Zone,
    /// A further mark of values that the log cut or removed, such as `<hidden>`; such a value is not known
    #[arg(long, value_name = "TEXT", conflicts_with = "no_marks")]
    mark: Vec<String>,
    /// Take values as they are written, also those with a mark such as `[REDACTED]`
    #[arg(long)]
    no_marks: bool,
}

impl Reading {
    /// How to read. A map that `--from` names is in the `jamb.toml` that applies to `file`. If the map is wrong, that
    /// is printed, and the command ends.
    pub fn options(
        &self,
        file: &str,
        workspace: &Workspace<RevisionDisk>,
        format: Format,
        shared: &Shared,
    ) -> Result<Result<trace::Options, Exit>, Problem> {
        let chosen = format::chosen((&self.from, self.map.as_deref()), file, workspace, format, shared)?;
        Ok(chosen.map(|(from, map)| trace::Options {
            from,
            map,
            server: self.server.clone(),
            zone: self.zone.clone(),
            ..trace::Options::default()
        }))
    }

    /// The marks of values that are not known.
    pub fn marks(&self) -> Marks {
        if self.no_marks { Marks::none() } else { Marks::with(&self.mark) }
    }
}

/// Reads `--zone`.
fn zone(text: &str) -> Result<Zone, String> {
    let examples = "write `UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`";
    Zone::parse(text).ok_or_else(|| format!("this is not a time zone: {examples}"))
}
