//! The server: it takes one message after the other, and answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, select};
use gen_lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, TextDocumentContentChangeEvent, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::background::{Background, Findings, Work, reason};
use super::capabilities;
use super::client::Client;
use super::diagnostics;
use super::inbox::{Inbox, Stale};
use super::refusal::Refusal;
use super::requests;
use super::state::{Files, State};
use super::uri;
use crate::document::Judged;
use crate::source::disk::Disk;

/// How long a policy waits for its findings before its errors are shown without them. Shown separately at once, findings
/// would disappear and come back at each keystroke.
const PATIENCE: Duration = Duration::from_millis(100);

/// How long the server waits after an edit for a question about it. Editors ask for completion right after the edit, and
/// the answer should not wait for the check of the whole text.
const GRACE: Duration = Duration::from_millis(2);

/// A language server for one client.
pub struct Server {
    connection: Connection,
    disk: Files,
    inbox: Inbox,
    background: Background,
    state: State,
    shown: Shown,
    phase: Phase,
    /// Whether something has changed since everything was judged.
    is_changed: bool,
    requests_sent: i32,
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// `initialize` has not arrived.
    Waiting,
    Running,
    /// `shutdown` has arrived: only `exit` may follow.
    Closing,
}

/// What the client has been shown.
#[derive(Default)]
struct Shown {
    /// The diagnostics that each open document has, by file.
    by_document: BTreeMap<String, BTreeMap<String, Vec<Diagnostic>>>,
    /// The judgements that the background was asked about, and since when their errors wait.
    asked: HashMap<String, Asked>,
    /// What was published last for each file.
    published: HashMap<String, Vec<Diagnostic>>,
    /// Questions for diagnostics that wait for the findings.
    pulls: Vec<(RequestId, Uri)>,
}

struct Asked {
    judged: Arc<Judged>,
    version: Option<i32>,
    /// `None` once its diagnostics were shown.
    since: Option<Instant>,
    is_complete: bool,
}

impl Server {
    /// A server that reads files from this disk.
    pub fn new(disk: impl Disk + Send + Sync + 'static, connection: Connection) -> Self {
        let disk: Files = Arc::new(disk);
        let state = State::new(Client::default(), Arc::clone(&disk));
        let (inbox, background, shown) = (Inbox::default(), Background::start(), Shown::default());
        Self {
            connection,
            disk,
            inbox,
            background,
            state,
            shown,
            phase: Phase::Waiting,
            is_changed: false,
            requests_sent: 0,
        }
    }

    /// Answers until the client says goodbye or goes away. Returns whether it said goodbye as the protocol asks:
    /// `shutdown`, then `exit`.
    pub fn run(mut self) -> bool {
        loop {
            if self.inbox.is_empty() {
                if self.is_changed
                    && let Ok(message) = self.connection.receiver.recv_timeout(GRACE)
                {
                    self.inbox.push(message);
                } else {
                    self.settle();
                    if !self.wait() {
                        return false;
                    }
                }
            }
            while let Ok(message) = self.connection.receiver.try_recv() {
                self.inbox.push(message);
            }
            match self.inbox.pop() {
                Some(Message::Request(request)) => self.request(request),
                Some(Message::Notification(last)) if last.method == "exit" => return self.phase == Phase::Closing,
                Some(Message::Notification(notification)) => self.notification(notification),
                // The client's answers to our questions, which need no action, also if it refuses.
                Some(Message::Response(_)) | None => {}
            }
        }
    }

    /// Waits for the next message, and handles findings meanwhile. Returns whether the client is still there.
    fn wait(&mut self) -> bool {
        let deadline = self.shown.asked.values().filter_map(|asked| asked.since).min().map(|since| since + PATIENCE);
        let patience = deadline.map_or(Duration::from_secs(3600), |end| end.saturating_duration_since(Instant::now()));
        let (messages, findings) = (self.connection.receiver.clone(), self.background.findings.clone());
        let event = select! {
            recv(messages) -> message => message.map(Event::Message).map_err(|_| RecvTimeoutError::Disconnected),
            recv(findings) -> found => found.map(Event::Findings).map_err(|_| RecvTimeoutError::Timeout),
            default(patience) => Err(RecvTimeoutError::Timeout),
        };
        match event {
            Ok(Event::Message(message)) => self.inbox.push(message),
            Ok(Event::Findings(found)) => self.found(found),
            Err(RecvTimeoutError::Timeout) => self.show_waiting(),
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    fn request(&mut self, request: Request) {
        match (self.phase, request.method.as_str()) {
            (Phase::Waiting, "initialize") => self.initialize(request),
            (Phase::Waiting, _) => self.refuse(request.id, ErrorCode::ServerNotInitialized, "initialize first"),
            (Phase::Closing, _) => self.refuse(request.id, ErrorCode::InvalidRequest, "the server is shutting down"),
            (Phase::Running, "initialize") => {
                self.refuse(request.id, ErrorCode::InvalidRequest, "the server is initialized already");
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::Closing;
                self.send(Response::new_ok(request.id, Value::Null));
            }
            (Phase::Running, "textDocument/diagnostic") => self.pull(request),
            (Phase::Running, _) => self.answer(request),
        }
    }

    fn initialize(&mut self, request: Request) {
        let client = Client::of(&request.params);
        self.send(Response::new_ok(request.id, capabilities::answer(&client)));
        self.state = State::new(client, Arc::clone(&self.disk));
        self.phase = Phase::Running;
    }

    /// Answers a request by the table. A panic is an error of this request, and not the end of the server.
    fn answer(&mut self, request: Request) {
        if let Some(stale) = self.inbox.stale(&request) {
            let (code, words) = match stale {
                Stale::Canceled => (ErrorCode::RequestCanceled, "canceled"),
                Stale::TypedPast => (ErrorCode::ContentModified, "the text has changed since"),
            };
            return self.refuse(request.id, code, words);
        }
        let Some(row) = requests::row(&request.method) else {
            let words = format!("there is no request `{}`", request.method);
            return self.refuse(request.id, ErrorCode::MethodNotFound, &words);
        };
        let state = &mut self.state;
        let answer = catch_unwind(AssertUnwindSafe(|| (row.answer)(state, request.params)));
        if std::mem::take(&mut self.state.lenses_changed) && self.state.client.refreshes_lenses {
            self.ask("workspace/codeLens/refresh", Value::Null);
        }
        match answer {
            Ok(Ok(value)) => self.send(Response::new_ok(request.id, value)),
            Ok(Err(Refusal::Parameters(words))) => self.refuse(request.id, ErrorCode::InvalidParams, &words),
            Ok(Err(Refusal::Failed(words))) => self.refuse(request.id, ErrorCode::RequestFailed, &words),
            Err(panic) => {
                let words = format!("`{}` failed: {}", request.method, reason(panic.as_ref()));
                self.log(&words);
                self.refuse(request.id, ErrorCode::InternalError, &words);
            }
        }
    }

    /// A question for diagnostics is answered when the findings are there.
    fn pull(&mut self, request: Request) {
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str).map(Uri::from);
        let Some(uri) = uri else {
            return self.refuse(request.id, ErrorCode::InvalidParams, "`textDocument.uri` is missing");
        };
        self.shown.pulls.push((request.id, uri));
    }

    fn notification(&mut self, notification: Notification) {
        if self.phase != Phase::Running {
            return;
        }
        let Notification { method, params } = notification;
        self.is_changed |= method.starts_with("textDocument/did") || method == "workspace/didChangeWatchedFiles";
        match method.as_str() {
            "initialized" => self.watch_files(),
            "$/cancelRequest" => self.cancel(&params),
            "textDocument/didOpen" => self.opened(params),
            "textDocument/didChange" => self.changed(params),
            "textDocument/didSave" => self.saved(params),
            "textDocument/didClose" => self.closed(params),
            "workspace/didChangeWatchedFiles" => self.files_changed(params),
            // Clients send others as well, and may.
            _ => {}
        }
    }

    fn watch_files(&mut self) {
        if self.state.client.watches_files {
            self.ask("client/registerCapability", capabilities::watched());
        }
    }

    fn cancel(&mut self, params: &Value) {
        let id = params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
        let canceled = |(pull, _): &mut (RequestId, Uri)| Some(&*pull) == id.as_ref();
        for (id, _) in self.shown.pulls.extract_if(.., canceled).collect::<Vec<_>>() {
            self.refuse(id, ErrorCode::RequestCanceled, "canceled");
        }
    }

    fn opened(&mut self, params: Value) {
        let Some(DidOpenTextDocumentParams { text_document }) = self.read(params) else { return };
        self.state.open(&text_document.uri, text_document.version, &text_document.text);
    }

    fn changed(&mut self, params: Value) {
        let Some(DidChangeTextDocumentParams { text_document, content_changes }) = self.read(params) else { return };
        let (uri, version) = (text_document.text_document_identifier.uri, text_document.version);
        for change in content_changes {
            self.state.edit(&uri, version, |text, positions| match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let mut text = text.to_owned();
                    text.replace_range(positions.span(part.range).range(), &part.text);
                    text
                }
            });
        }
    }

    /// A client that watches no files tells by saving that something may have changed.
    fn saved(&mut self, params: Value) {
        let Some(DidSaveTextDocumentParams { text_document, .. }) = self.read(params) else { return };
        if let Some(path) = uri::path(&text_document.uri) {
            self.state.documents.changed(&path);
        }
        if !self.state.client.watches_files {
            self.state.documents.all_changed();
        }
    }

    fn closed(&mut self, params: Value) {
        let Some(DidCloseTextDocumentParams { text_document }) = self.read(params) else { return };
        let uri = text_document.uri;
        self.state.close(&uri);
        self.shown.asked.remove(&uri.0);
        let files = self.shown.by_document.remove(&uri.0).unwrap_or_default();
        self.publish(files.into_keys().collect());
    }

    fn files_changed(&mut self, params: Value) {
        let Some(DidChangeWatchedFilesParams { changes }) = self.read(params) else { return };
        for path in changes.iter().filter_map(|change| uri::path(&change.uri)) {
            self.state.documents.changed(&path);
        }
    }

    /// Judges what has changed, now that there is nothing else to do.
    fn settle(&mut self) {
        if !std::mem::take(&mut self.is_changed) {
            return self.answer_pulls();
        }
        for uri in self.state.uris() {
            let state = &mut self.state;
            match catch_unwind(AssertUnwindSafe(|| state.judged(&uri))) {
                Ok(Some(judged)) => self.further(uri, judged),
                Ok(None) => {}
                Err(panic) => self.log(&format!("`{uri}` could not be judged: {}", reason(panic.as_ref()))),
            }
        }
        self.show_settings();
        self.answer_pulls();
    }

    /// Shows the mistakes in settings files. They belong to no document in particular.
    fn show_settings(&mut self) {
        let new = diagnostics::of_settings(&self.state);
        let mut files: BTreeSet<String> = new.keys().cloned().collect();
        let old = self.shown.by_document.insert(String::new(), new);
        files.extend(old.unwrap_or_default().into_keys());
        self.publish(files);
    }

    /// Asks the background about a judgement that is new.
    fn further(&mut self, uri: Uri, judged: Arc<Judged>) {
        let known = self.shown.asked.get(&uri.0);
        if known.is_some_and(|known| Arc::ptr_eq(&known.judged, &judged)) {
            return;
        }
        let since = known.and_then(|known| known.since).or_else(|| Some(Instant::now()));
        let version = self.state.version(&uri);
        let is_same_text = known.is_some_and(|known| known.version == version);
        let asked = Asked { judged: Arc::clone(&judged), version, since, is_complete: false };
        self.shown.asked.insert(uri.0.clone(), asked);
        let rules = self.state.rules(&uri);
        self.background.ask(Work { uri, judged, rules });
        // Another file has changed. A client that asks does not know that it should ask again.
        if is_same_text {
            self.refresh();
        }
    }

    fn refresh(&mut self) {
        let client = &self.state.client;
        let wanted = [
            (client.pulls_diagnostics && client.refreshes_diagnostics, "workspace/diagnostic/refresh"),
            (client.refreshes_hints, "workspace/inlayHint/refresh"),
            (client.refreshes_lenses, "workspace/codeLens/refresh"),
        ];
        for (_, method) in wanted.into_iter().filter(|(is_wanted, _)| *is_wanted) {
            self.ask(method, Value::Null);
        }
    }

    /// Shows what the background has found, unless the text has changed since.
    fn found(&mut self, found: Findings) {
        let Some(asked) = self.shown.asked.get_mut(&found.uri.0) else { return };
        if !Arc::ptr_eq(&asked.judged, &found.judged) {
            return;
        }
        (asked.since, asked.is_complete) = (None, true);
        match found.diagnostics {
            Ok(all) => {
                self.state.found(&found.uri, &found.judged, &all);
                self.show(&found.uri, &found.judged, &all);
            }
            Err(words) => {
                self.log(&format!("`{}` could not be linted: {words}", found.uri));
                self.show(&found.uri, &found.judged, &found.judged.judgement.all_diagnostics());
            }
        }
        self.answer_pulls();
    }

    /// Shows the errors of policies whose findings take long.
    fn show_waiting(&mut self) {
        let mut waiting = Vec::new();
        for (uri, asked) in &mut self.shown.asked {
            if asked.since.is_some_and(|since| since.elapsed() >= PATIENCE) {
                asked.since = None;
                waiting.push((Uri::from(uri.as_str()), Arc::clone(&asked.judged)));
            }
        }
        for (uri, judged) in waiting {
            self.show(&uri, &judged, &judged.judgement.all_diagnostics());
        }
    }

    fn show(&mut self, uri: &Uri, judged: &Arc<Judged>, all: &[crate::diagnostic::Diagnostic]) {
        let Some(view) = self.state.view(uri).filter(|view| Arc::ptr_eq(&view.judged, judged)) else { return };
        let new = diagnostics::by_file(&view, all);
        let mut files: BTreeSet<String> = new.keys().cloned().collect();
        files.extend(self.shown.by_document.insert(uri.0.clone(), new).unwrap_or_default().into_keys());
        self.publish(files);
    }

    /// Publishes the diagnostics of some files, if they are not what the client has, and does not ask itself.
    fn publish(&mut self, files: BTreeSet<String>) {
        if self.state.client.pulls_diagnostics {
            return;
        }
        for file in files {
            let all = self.shown.of_file(&file);
            let version = self.state.version(&file.as_str().into());
            if version.is_none() && self.shown.published.get(&file).map_or(all.is_empty(), |old| *old == all) {
                continue;
            }
            self.notify(
                "textDocument/publishDiagnostics",
                json!({ "uri": file, "version": version, "diagnostics": all }),
            );
            self.shown.published.insert(file, all);
        }
    }

    /// Answers the questions for diagnostics whose findings are there. A document that is not open has none.
    fn answer_pulls(&mut self) {
        // What is known is about earlier texts.
        if self.is_changed {
            return;
        }
        let asked = &self.shown.asked;
        let is_ready = |(_, uri): &mut (RequestId, Uri)| asked.get(&uri.0).is_none_or(|asked| asked.is_complete);
        for (id, uri) in self.shown.pulls.extract_if(.., is_ready).collect::<Vec<_>>() {
            let others = self.shown.by_document.get(&uri.0).into_iter().flat_map(|files| files.keys());
            let others = others.filter(|file| **file != uri.0 && self.state.version(&file.as_str().into()).is_none());
            let related: serde_json::Map<_, _> = others
                .map(|file| (file.clone(), json!({ "kind": "full", "items": self.shown.of_file(file) })))
                .collect();
            let mut report = json!({ "kind": "full", "items": self.shown.of_file(&uri.0) });
            if let (false, Some(report)) = (related.is_empty(), report.as_object_mut()) {
                report.insert("relatedDocuments".to_owned(), Value::Object(related));
            }
            self.send(Response::new_ok(id, report));
        }
    }

    /// The parameters of a notification. One that can't be read is logged, as it has no answer.
    fn read<P: DeserializeOwned>(&self, params: Value) -> Option<P> {
        serde_json::from_value(params).map_err(|error| self.log(&format!("unreadable notification: {error}"))).ok()
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, words: &str) {
        self.send(Response::new_err(id, code as i32, words.to_owned()));
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.requests_sent += 1;
        self.send(Request { id: self.requests_sent.into(), method: method.to_owned(), params });
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    fn log(&self, words: &str) {
        self.notify("window/logMessage", json!({ "type": 1, "message": words }));
    }

    /// If the client is gone, the next wait for a message ends the server.
    fn send(&self, message: impl Into<Message>) {
        drop(self.connection.sender.send(message.into()));
    }
}

/// What the server waits for.
enum Event {
    Message(Message),
    Findings(Findings),
}

impl Shown {
    /// The diagnostics of a file: those of all documents that read it, each once.
    fn of_file(&self, file: &str) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = Vec::new();
        // The file's own judgement comes first.
        let own = self.by_document.get(file).and_then(|files| files.get(file));
        let others = self.by_document.iter().filter(|(document, _)| *document != file);
        for diagnostic in own.into_iter().chain(others.filter_map(|(_, files)| files.get(file))).flatten() {
            if !all.iter().any(|known| known.range == diagnostic.range && known.code == diagnostic.code) {
                all.push(diagnostic.clone());
            }
        }
        all
    }
}
