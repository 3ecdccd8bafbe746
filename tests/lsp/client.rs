//! A client in memory, and the answers as people read them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jamb::lsp::{LocalDisk, Server};
use jamb::source::disk::{Disk, LoadError, MemoryDisk};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// How long a test waits for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client, and the server that it talks to.
pub struct Client {
    connection: Connection,
    server: Option<JoinHandle<bool>>,
    disk: SharedDisk,
    next: i32,
    versions: HashMap<String, i32>,
    texts: HashMap<String, String>,
    /// The diagnostics that were published last for each file, with the version of its text.
    published: HashMap<String, (Option<i32>, Vec<Value>)>,
    /// The requests of the server, and its messages to log.
    pub heard: Vec<(String, Value)>,
}

/// Files that a test can change under the server.
#[derive(Clone, Default)]
pub struct SharedDisk(Arc<Mutex<MemoryDisk>>);

impl SharedDisk {
    fn files(&self) -> MemoryDisk {
        self.0.lock().unwrap().clone()
    }
}

impl Disk for SharedDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        self.files().read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.files().identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.files().absolute(path)
    }
}

/// What an editor such as VS Code can do.
pub fn capable() -> Value {
    json!({
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "diagnostics": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true },
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } }, "isPreferredSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}

/// A text without its marks `‸`, and the offsets of the marks.
pub fn marked(text: &str) -> (String, Vec<usize>) {
    let mut parts = text.split('‸');
    let mut whole = parts.next().unwrap().to_owned();
    let mut marks = Vec::new();
    for part in parts {
        marks.push(whole.len());
        whole.push_str(part);
    }
    (whole, marks)
}

/// The address of a file of a test.
pub fn uri(name: &str) -> String {
    format!("file:///w/{name}")
}

fn path_uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().into()
}

impl Client {
    /// A client of an editor that can do everything, in a folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, capable())
    }

    /// A client with these capabilities.
    pub fn with(files: &[(&str, &str)], capabilities: Value) -> Self {
        let mut client = Self::uninitialized(files);
        let folders = json!([{ "uri": "file:///w", "name": "w" }]);
        let params =
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
        client.ask("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    fn unconnected() -> Self {
        let (versions, texts, published) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (connection, disk) = (Connection::memory().0, SharedDisk::default());
        Self { connection, server: None, disk, next: 0, versions, texts, published, heard: Vec::new() }
    }

    /// A client that has said nothing yet.
    pub fn uninitialized(files: &[(&str, &str)]) -> Self {
        let disk = SharedDisk::default();
        for (name, text) in files {
            disk.0.lock().unwrap().files.insert(format!("/w/{name}").into(), text.as_bytes().to_vec());
        }
        let (client, server) = Connection::memory();
        let files = disk.clone();
        // The stack of the main thread.
        let run = move || Server::new(files, server).run();
        let server = std::thread::Builder::new().stack_size(8 << 20).spawn(run).unwrap();
        Self { connection: client, server: Some(server), disk, ..Self::unconnected() }
    }

    /// A client whose server reads the real disk.
    pub fn on_disk() -> Self {
        let (client, server) = Connection::memory();
        let run = move || Server::new(LocalDisk, server).run();
        let server = std::thread::Builder::new().stack_size(8 << 20).spawn(run).unwrap();
        let mut client = Self { connection: client, server: Some(server), ..Self::unconnected() };
        client.ask("initialize", json!({ "capabilities": capable() }));
        client.notify("initialized", json!({}));
        client
    }

    /// Opens a text under the path of a file.
    pub fn open_path(&mut self, path: &Path, text: &str) {
        let document = json!({ "uri": path_uri(path), "languageId": "jamb", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Waits until the diagnostics of the current text are there.
    pub fn settled(&mut self, path: &Path) {
        self.settled_at(&path_uri(path), 1);
    }

    /// The same for a file of the folder.
    pub fn settled_uri(&mut self, name: &str) {
        let version = self.versions[name];
        self.settled_at(&uri(name), version);
    }

    fn settled_at(&mut self, uri: &str, version: i32) {
        while self.published.get(uri).is_none_or(|(published, _)| *published != Some(version)) {
            assert!(self.hear().is_none());
        }
        // Findings may follow errors later; a question for diagnostics waits for them.
        self.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    }

    /// Closes a text, and forgets what was said of it.
    pub fn close_path(&mut self, path: &Path) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": path_uri(path) } }));
        // The answer comes after what the closing has caused.
        drop(self.try_ask("jamb/nothing", json!({})));
        assert!(self.all_published().all(|(_, all)| all.is_empty()), "nothing is left of a closed text");
        self.published.clear();
    }

    /// Everything that was published last, by file.
    pub fn all_published(&self) -> impl Iterator<Item = (&String, &Vec<Value>)> {
        self.published.iter().map(|(uri, (_, all))| (uri, all))
    }

    /// Replaces the text that positions count in, without telling the server.
    pub fn set_text(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
    }

    /// The files, as the server sees them.
    pub fn disk(&self) -> SharedDisk {
        self.disk.clone()
    }

    /// Opens a text in the folder.
    pub fn open(&mut self, name: &str, text: &str) {
        self.versions.insert(name.to_owned(), 1);
        self.texts.insert(name.to_owned(), text.to_owned());
        let document = json!({ "uri": uri(name), "languageId": "jamb", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn change(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
        self.changes(name, json!([{ "text": text }]));
    }

    /// Sends changes.
    pub fn changes(&mut self, name: &str, changes: Value) {
        let version = self.versions.entry(name.to_owned()).or_default();
        *version += 1;
        let document = json!({ "uri": uri(name), "version": *version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Writes, or with `None` deletes, a file on the disk, and says so.
    pub fn write(&mut self, name: &str, text: Option<&str>) {
        let path = PathBuf::from(format!("/w/{name}"));
        match text {
            Some(text) => drop(self.disk.0.lock().unwrap().files.insert(path, text.as_bytes().to_vec())),
            None => drop(self.disk.0.lock().unwrap().files.remove(&path)),
        }
        let kind = if text.is_some() { 2 } else { 3 };
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(name), "type": kind }] }));
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        let message = Notification { method: method.to_owned(), params };
        self.connection.sender.send(message.into()).unwrap();
    }

    /// Sends a request, and returns its number.
    pub fn send(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let request = Request { id: self.next.into(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).unwrap();
        self.next
    }

    /// The result of a request that has to have one.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The result of a request, or its error.
    pub fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send(method, params);
        self.answer(id)
    }

    /// The answer to a request.
    pub fn answer(&mut self, id: i32) -> Result<Value, Value> {
        loop {
            if let Some(response) = self.hear() {
                assert_eq!(response.id, id.into(), "another request was answered first");
                return response
                    .response_result
                    .map_err(|error| json!({ "code": error.code, "message": error.message }));
            }
        }
    }

    /// A request about a place in an open text.
    pub fn ask_at(&mut self, method: &str, name: &str, offset: usize, more: Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": uri(name) }, "position": self.position(name, offset) });
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    /// The position of an offset, counted independently of the server.
    pub fn position(&self, name: &str, offset: usize) -> Value {
        let before = &self.texts[name][..offset];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        json!({ "line": line, "character": before[start..].encode_utf16().count() })
    }

    /// The diagnostics of the current version of an open text, once they were published.
    pub fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        let current = self.versions.get(name).copied();
        loop {
            match self.published.get(&uri(name)) {
                Some((version, all)) if *version == current => return all.clone(),
                _ => assert!(self.hear().is_none()),
            }
        }
    }

    /// The diagnostics that were published last for a file.
    pub fn last(&self, name: &str) -> &[Value] {
        self.published.get(&uri(name)).map_or(&[], |(_, all)| all)
    }

    /// Waits for one message; returns it if it is an answer.
    pub fn hear(&mut self) -> Option<Response> {
        match self.connection.receiver.recv_timeout(PATIENCE).expect("no answer from the server") {
            Message::Response(response) => return Some(response),
            Message::Notification(Notification { method, params }) if method == "textDocument/publishDiagnostics" => {
                let version = params["version"].as_i64().map(|version| version as i32);
                let all = params["diagnostics"].as_array().unwrap().clone();
                self.published.insert(params["uri"].as_str().unwrap().to_owned(), (version, all));
            }
            Message::Notification(Notification { method, params }) => self.heard.push((method, params)),
            Message::Request(Request { method, params, .. }) => self.heard.push((method, params)),
        }
        None
    }

    /// Hears what arrives for a while.
    pub fn listen(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            if self.connection.receiver.is_empty() {
                std::thread::sleep(Duration::from_millis(2));
            } else {
                assert!(self.hear().is_none());
            }
        }
    }

    /// Says goodbye; returns whether the server found it proper.
    pub fn leave(mut self) -> bool {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }

    /// The text of an open file, with what a range covers between `«` and `»`.
    pub fn underlined(&self, name: &str, range: &Value) -> String {
        self.underlined_in(&self.texts[name], range)
    }

    /// The same in any text.
    pub fn underlined_in(&self, text: &str, range: &Value) -> String {
        let (start, end) = (offset(text, &range["start"]), offset(text, &range["end"]));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
        format!("{}«{}»{}", &text[line_start..start], &text[start..end], &text[end..line_end])
    }

    /// The text after edits.
    pub fn edited(&self, name: &str, edits: &[Value]) -> String {
        let text = &self.texts[name];
        let mut edits: Vec<_> = edits
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                (offset(text, &range["start"]), offset(text, &range["end"]), edit["newText"].as_str().unwrap())
            })
            .collect();
        edits.sort();
        let mut new = text.clone();
        for (start, end, with) in edits.into_iter().rev() {
            new.replace_range(start..end, with);
        }
        new
    }
}

/// The offset of a position, counted independently of the server.
pub fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = position["character"].as_u64().unwrap() as usize;
    let mut at = start;
    for char in text[start..].chars() {
        if units == 0 {
            break;
        }
        units -= char.len_utf16();
        at += char.len_utf8();
    }
    at
}
