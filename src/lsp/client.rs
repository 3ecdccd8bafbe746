//! What the client can do, and where its folders are.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::positions::Encoding;
use super::uri;
use crate::source::disk::display_name;

/// What the client said in `initialize`. What it did not say, it can't do.
///
/// It is read member by member, because clients send members that no version of the protocol has.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// What it counts in a line.
    pub encoding: Encoding,
    /// It asks for diagnostics, so they need not be pushed.
    pub pulls_diagnostics: bool,
    /// It asks for diagnostics again if the server says so.
    pub refreshes_diagnostics: bool,
    /// It asks for lenses again if the server says so.
    pub refreshes_lenses: bool,
    /// It asks for hints again if the server says so.
    pub refreshes_hints: bool,
    /// It shows related places.
    pub related_places: bool,
    /// It expands snippets.
    pub snippets: bool,
    /// It renders Markdown in a hover.
    pub markdown: bool,
    /// It takes code actions with edits, not only commands.
    pub code_action_literals: bool,
    /// It watches files if the server asks it to.
    pub watches_files: bool,
    /// It takes symbols as a tree.
    pub symbol_trees: bool,
    /// It takes a preferred code action.
    pub preferred_actions: bool,
    folders: Vec<PathBuf>,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub fn of(parameters: &Value) -> Self {
        let capability = |pointer: &str| parameters.pointer(&format!("/capabilities/{pointer}"));
        let can = |pointer: &str| capability(pointer).and_then(Value::as_bool).unwrap_or(false);
        let has = |pointer: &str| capability(pointer).is_some_and(|value| !value.is_null());
        let lists = |pointer: &str, word: &str| {
            capability(pointer).and_then(Value::as_array).is_some_and(|all| all.iter().any(|value| value == word))
        };
        let utf8 = lists("general/positionEncodings", "utf-8");
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls_diagnostics: has("textDocument/diagnostic"),
            refreshes_diagnostics: can("workspace/diagnostics/refreshSupport"),
            refreshes_lenses: can("workspace/codeLens/refreshSupport"),
            refreshes_hints: can("workspace/inlayHint/refreshSupport"),
            related_places: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            snippets: can("textDocument/completion/completionItem/snippetSupport"),
            markdown: lists("textDocument/hover/contentFormat", "markdown"),
            code_action_literals: has("textDocument/codeAction/codeActionLiteralSupport"),
            watches_files: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            symbol_trees: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            preferred_actions: can("textDocument/codeAction/isPreferredSupport"),
            folders: folders(parameters),
        }
    }

    /// What messages call a file: its path from the folder of the workspace that it is in.
    pub fn name(&self, path: &Path) -> String {
        let inside = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        display_name(inside.unwrap_or(path))
    }
}

fn folders(parameters: &Value) -> Vec<PathBuf> {
    let named = |value: &Value| uri::path(&value.as_str()?.into());
    let all = parameters.get("workspaceFolders").and_then(Value::as_array);
    let listed: Vec<_> = all.into_iter().flatten().filter_map(|folder| named(folder.get("uri")?)).collect();
    if listed.is_empty() { parameters.get("rootUri").and_then(named).into_iter().collect() } else { listed }
}
