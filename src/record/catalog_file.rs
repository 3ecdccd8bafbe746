//! The server's list of tools, kept beside the trace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::json::Json;

/// What became of a list.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new, and in this file.
    New,
    /// The file has it already.
    Same,
    /// The file had another list, which is now in this one.
    Changed(PathBuf),
}

/// Keeps a list of tools in a file. A list that was there and differs is renamed first.
pub fn keep(path: &Path, list: &str) -> io::Result<Kept> {
    let old = match fs::read_to_string(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    match old {
        Some(old) if is_same(&old, list) => return Ok(Kept::Same),
        Some(_) => {}
        None => return write(path, list).map(|()| Kept::New),
    }
    let other = free_name(path);
    fs::rename(path, &other)?;
    write(path, list).map(|()| Kept::Changed(other))
}

/// Writes beside the file first: a reader sees a whole list or none.
fn write(path: &Path, list: &str) -> io::Result<()> {
    let temporary = path.with_extension(format!("json.{}", std::process::id()));
    let written = fs::write(&temporary, list).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Whether two lists have the same tools, in any order: some servers list them in a new order each time.
fn is_same(old: &str, new: &str) -> bool {
    old == new || tools(old).is_some_and(|old| Some(old) == tools(new))
}

fn tools(text: &str) -> Option<Vec<&str>> {
    let json = Json::parse_text(text).ok()?;
    let tools = json.get("tools")?.elements()?;
    let mut tools: Vec<&str> = tools.iter().filter_map(|tool| text.get(tool.span.range())).collect();
    tools.sort_unstable();
    Some(tools)
}

/// `calls.tools.1.json`, or the first of these names that is not taken.
fn free_name(path: &Path) -> PathBuf {
    let names = (1_u64..).map(|number| path.with_extension(format!("{number}.json")));
    let mut free = names.filter(|name| name.symlink_metadata().is_err());
    free.next().unwrap_or_else(|| path.with_extension("old.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_list_that_differs_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls.tools.json");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(keep(&path, "{\"tools\": [1,2]}").unwrap(), Kept::New);
        assert_eq!(keep(&path, "{\"tools\": [2, 1]}").unwrap(), Kept::Same);
        let one = folder.path().join("calls.tools.1.json");
        assert_eq!(keep(&path, "{\"tools\": [3]}").unwrap(), Kept::Changed(one));
        let two = folder.path().join("calls.tools.2.json");
        assert_eq!(keep(&path, "{\"tools\": []}").unwrap(), Kept::Changed(two));
        assert_eq!(read("calls.tools.json") + &read("calls.tools.1.json"), "{\"tools\": []}{\"tools\": [1,2]}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
