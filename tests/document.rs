//! The room of documents: what it reads, how often, and what it judges again after an edit.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jamb::diagnostic::Safety;
use jamb::document::{Document, DocumentId, Job, OpenDocuments, Workspace, fix, merged};
use jamb::lint::{Options, rules};
use jamb::source::Source;
use jamb::source::disk::{Disk, LoadError, MemoryDisk};

/// Files in memory, and how often each was read.
#[derive(Default)]
struct CountingDisk {
    files: MemoryDisk,
    reads: Mutex<HashMap<PathBuf, usize>>,
}

impl CountingDisk {
    fn new(files: &[(&str, &str)]) -> Self {
        let bytes = files.iter().map(|(name, text)| (name.into(), text.as_bytes().to_vec()));
        Self { files: MemoryDisk { files: bytes.collect() }, ..Self::default() }
    }

    fn reads(&self, path: &str) -> usize {
        self.reads.lock().unwrap().get(Path::new(path)).copied().unwrap_or(0)
    }
}

impl Disk for CountingDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        *self.reads.lock().unwrap().entry(self.identity(path)).or_default() += 1;
        self.files.read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.files.identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.files.absolute(path)
    }
}

const TOOLS: &str =
    r#"[{"name": "pay", "inputSchema": {"type": "object", "properties": {"amount": {"type": "integer"}}}}]"#;

fn document(name: &str, text: &str) -> Document {
    Document::new(Source::from_bytes(name, Some(Path::new(name)), text.as_bytes().to_vec()))
}

/// Documents on a disk, opened under their names. The linter looks for lists of one value only.
fn open<'d>(disk: &'d CountingDisk, job: Job, texts: &[(String, String)]) -> OpenDocuments<&'d CountingDisk> {
    let select = vec![rules::named("single-value-list").unwrap()];
    let workspace = Workspace::new(disk).with_options(Options { select, ..Options::default() });
    let mut documents = OpenDocuments::new(workspace, job);
    for (name, text) in texts {
        documents.open(document(name, text));
    }
    documents
}

#[test]
fn a_catalog_that_a_hundred_policies_name_is_read_once() {
    let policy = "default deny\ncatalog \"../t.json\"\ntool pay: financial {\n  require args.amont > 5\n}\n";
    let policies: Vec<_> = (0..100).map(|index| (format!("p{}/{index}.pl", index % 7), policy.to_owned())).collect();
    for job in [Job::CHECK, Job::LINT, Job::COMPILE] {
        for threads in [1, 4] {
            let disk = CountingDisk::new(&[("t.json", TOOLS)]);
            let judged = open(&disk, job, &policies).judge_all(threads);
            assert_eq!(disk.reads("t.json"), 1, "{} on {threads} threads", job.name);
            let (sources, diagnostics) = merged(&judged);
            // Each policy has its own mistake, and each shows the schema in its catalog.
            assert_eq!(diagnostics.len(), 100);
            for (diagnostic, (name, _)) in diagnostics.iter().zip(&policies) {
                assert_eq!(&sources.get(diagnostic.primary.place.source).name, name);
                assert_eq!(sources.text(diagnostic.primary.place), "amont");
                let schema = diagnostic.labels[0].place;
                assert_eq!((&*sources.get(schema.source).name, sources.text(schema)), ("t.json", "\"properties\""));
            }
        }
    }
}

#[test]
fn a_jamb_toml_is_read_once() {
    let disk = CountingDisk::new(&[("a/jamb.toml", "[lint]\nignore = ['missing-default']\n")]);
    let mut documents = OpenDocuments::new(Workspace::new(&disk), Job::LINT);
    for index in 0..20 {
        documents.open(document(&format!("a/b/{index}.pl"), ""));
    }
    let judged = documents.judge_all(4);
    assert!(judged.iter().all(|judged| judged.judgement.findings.is_empty()));
    assert_eq!((disk.reads("a/jamb.toml"), disk.reads("a/b/jamb.toml"), disk.reads("jamb.toml")), (1, 1, 0));
}

/// Each policy includes its own part and `shared.pl`, and is judged as often as its own part is read.
fn policies_with_parts(count: usize) -> (CountingDisk, Vec<(String, String)>) {
    let mut files = vec![("shared.pl".to_owned(), "let most = 5\n".to_owned())];
    let mut policies = vec![("shared.pl".to_owned(), "let most = 5\n".to_owned())];
    for index in 0..count {
        files.push((format!("part{index}.pl"), format!("rate t{index}: read\n")));
        let includes = if index % 2 == 0 { "include \"shared.pl\"\n" } else { "" };
        let limit = if index % 2 == 0 { "  deny if args.n > most\n" } else { "" };
        policies.push((
            format!("p{index}.pl"),
            format!("include \"part{index}.pl\"\n{includes}default deny\ntool t{index} {{\n{limit}  require args.s in [\"a\"]\n}}\n"),
        ));
    }
    let borrowed: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    (CountingDisk::new(&borrowed), policies)
}

fn judged_times(disk: &CountingDisk, count: usize) -> Vec<usize> {
    (0..count).map(|index| disk.reads(&format!("part{index}.pl"))).collect()
}

fn id(documents: &OpenDocuments<&CountingDisk>, name: &str) -> DocumentId {
    documents.at(Path::new(name)).unwrap()
}

#[test]
fn after_an_edit_only_what_reads_the_file_is_judged_again() {
    let (disk, policies) = policies_with_parts(6);
    let mut documents = open(&disk, Job::LINT, &policies);
    documents.judge_all(2);
    assert_eq!(judged_times(&disk, 6), [1; 6]);
    documents.judge_all(2);
    assert_eq!(judged_times(&disk, 6), [1; 6], "nothing changed");

    let own = id(&documents, "p1.pl");
    documents.edit(own, "include \"part1.pl\"\nallow t1\n");
    documents.judge_all(2);
    assert_eq!(judged_times(&disk, 6), [1, 2, 1, 1, 1, 1], "its own text changed");

    let shared = id(&documents, "shared.pl");
    documents.edit(shared, "let least = 5\n");
    documents.judge_all(2);
    assert_eq!(judged_times(&disk, 6), [2, 2, 2, 1, 2, 1], "the policies that include it");
    let p0 = id(&documents, "p0.pl");
    let judged = documents.judged(p0).unwrap();
    assert_eq!(judged.judgement.diagnostics[0].message, "unknown name `most`", "they see the unsaved text");
    assert_eq!(judged_times(&disk, 6), [2, 2, 2, 1, 2, 1], "the answer was there");

    documents.close(shared);
    assert!(!documents.judged(p0).unwrap().judgement.is_wrong(), "the file on the disk counts again");
}

#[test]
fn a_catalog_that_changes_is_read_again_and_so_is_one_that_appears() {
    let disk = CountingDisk::new(&[("t.json", TOOLS)]);
    let policy = |catalog: &str| format!("default deny\ncatalog \"{catalog}\"\ntool pay: financial {{}}\n");
    let texts = [("a.pl".to_owned(), policy("t.json")), ("b.pl".to_owned(), policy("u.json"))];
    let mut documents = open(&disk, Job::CHECK, &texts);
    let (a, b) = (id(&documents, "a.pl"), id(&documents, "b.pl"));
    assert!(!documents.judged(a).unwrap().judgement.is_wrong());
    assert!(documents.judged(b).unwrap().judgement.is_wrong(), "there is no such file");
    let catalog = documents.open(document("t.json", TOOLS));
    documents.edit(catalog, "[]");
    assert_eq!(documents.judged(a).unwrap().judgement.diagnostics[0].code.name(), "unknown-tool");
    let missing = documents.open(document("u.json", ""));
    documents.edit(missing, TOOLS);
    assert!(!documents.judged(b).unwrap().judgement.is_wrong());
    documents.changed(Path::new("t.json"));
    documents.judged(a);
    documents.judged(b);
    assert_eq!((disk.reads("t.json"), disk.reads("u.json")), (1, 1), "unsaved texts hide the files");
}

#[test]
fn fixing_judges_only_what_an_edit_touches() {
    let (disk, mut policies) = policies_with_parts(6);
    // `shared.pl` and every policy but the first two are right already.
    for (_, text) in policies.iter_mut().skip(3) {
        *text = text.replace(" in [\"a\"]", " == \"a\"");
    }
    let mut documents = open(&disk, Job::LINT, &policies);
    let fixed = fix(&mut documents, Safety::Safe, 2);
    let names: Vec<_> = fixed.changed.iter().map(|changed| changed.new.name()).collect();
    assert_eq!(names, ["p0.pl", "p1.pl"]);
    assert!(fixed.changed.iter().all(|changed| changed.new.source.text.contains("require args.s == \"a\"")));
    assert_eq!(judged_times(&disk, 6), [2, 2, 1, 1, 1, 1]);
}

#[test]
fn a_fix_in_an_included_file_judges_the_policies_that_include_it() {
    let shared = "rule r() { require args.s in [\"a\"] }\n";
    let mut files = vec![("shared.pl".to_owned(), shared.to_owned())];
    let mut texts = files.clone();
    for index in 0..3 {
        files.push((format!("part{index}.pl"), format!("rate t{index}: read\n")));
        let apply = if index == 2 { "" } else { "include \"shared.pl\"\n" };
        let body = if index == 2 { "" } else { " apply r() " };
        texts.push((
            format!("p{index}.pl"),
            format!("include \"part{index}.pl\"\n{apply}default deny\ntool t{index} {{{body}}}\n"),
        ));
    }
    let borrowed: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let disk = CountingDisk::new(&borrowed);
    let mut documents = open(&disk, Job::LINT, &texts);
    let fixed = fix(&mut documents, Safety::Safe, 1);
    let names: Vec<_> = fixed.changed.iter().map(|changed| changed.new.name()).collect();
    assert_eq!(names, ["shared.pl"], "one fix, however many policies show it");
    assert_eq!(judged_times(&disk, 3), [2, 2, 1]);
}

#[test]
fn a_file_that_is_open_twice_has_one_text() {
    let disk = CountingDisk::new(&[]);
    let text = "default deny\ntool t: read {\n  require args.s in [\"a\"]\n}\n".to_owned();
    let mut documents = open(&disk, Job::LINT, &[("a.pl".to_owned(), text.clone()), ("./a.pl".to_owned(), text)]);
    let fixed = fix(&mut documents, Safety::Safe, 1);
    assert_eq!(fixed.changed.len(), 1);
    let texts: Vec<_> = documents.iter().map(|(_, document)| document.source.text.clone()).collect();
    assert_eq!(texts[0], texts[1]);
    assert!(texts[0].contains("=="));
}
