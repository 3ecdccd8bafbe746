use jamb::source::{Source, Sources};
#[test]
fn dump() {
    let Ok(files) = std::env::var("DUMP") else { return };
    for f in files.split_whitespace() {
        let bytes = std::fs::read(f).unwrap();
        let mut sources = Sources::default();
        let id = sources.add(Source::from_bytes(f, None, bytes));
        let start = std::time::Instant::now();
        let (file, diagnostics) = jamb::syntax::parse(id, sources.get(id));
        println!("{f}: {} items {:?} {:?}", file.items.len(), file.lost, start.elapsed());
        for d in &diagnostics {
            let p = sources.start(d.primary.place);
            println!("   {}:{} {} | {} | {} | {:?}", p.line, p.column, d.code, d.message, d.primary.label(), d.help);
        }
        if std::env::var("TREE").is_ok() {
            println!("{:#?}", file.items);
        }
    }
}
trait L {
    fn label(&self) -> &str;
}
impl L for jamb::diagnostic::Label {
    fn label(&self) -> &str {
        &self.message
    }
}
