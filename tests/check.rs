//! Every policy in `cases/errors`, with what the checker says of it, in `snapshots/check`.

use std::path::Path;

use insta::{assert_snapshot, with_settings};
use jamb::diagnostic::{Diagnostic, Label};
use jamb::source::loader::{Disk as _, RealDisk};
use jamb::source::{Place, Source, Sources};

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/errors");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "pl")).collect();
    cases.sort();
    for path in &cases {
        let mut sources = Sources::default();
        let name = path.file_name().unwrap().to_str().unwrap();
        let main = sources.add(Source::from_bytes(name, Some(path), RealDisk.read(path).unwrap()));
        let checked = jamb::check::check(&mut sources, &RealDisk, main);
        let said: Vec<_> = checked.diagnostics.iter().map(|diagnostic| words(&sources, diagnostic)).collect();
        let both = format!("{}---\n{}", sources.get(main).text, said.join("\n"));
        with_settings!({
            snapshot_path => Path::new("../snapshots/check"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            assert_snapshot!(name.trim_end_matches(".pl"), both);
        });
    }
}

fn words(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, severity, message, primary, labels, help, .. } = diagnostic;
    let mut out = format!("{}[{code}]: {message}\n", severity.word());
    for Label { place, message } in std::iter::once(primary).chain(labels) {
        let (at, text) = (spot(sources, *place), sources.text(*place));
        out += &format!("  {at} `{text}`: {message}\n");
    }
    if let Some(help) = help {
        out += &format!("  help: {help}\n");
    }
    out
}

fn spot(sources: &Sources, place: Place) -> String {
    let position = sources.start(place);
    format!("{}:{}:{}", sources.get(place.source).name, position.line, position.column)
}
