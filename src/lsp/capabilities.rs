//! What the server can do, as it answers `initialize`.

use serde_json::{Value, json};

use super::client::Client;
use super::positions::Encoding;
use super::requests;

/// The answer to `initialize`.
pub fn answer(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "diagnosticProvider": {
                "identifier": "jamb",
                "interFileDependencies": true,
                "workspaceDiagnostics": false,
            },
            "completionProvider": { "triggerCharacters": [".", "\"", ":", "[", " ", "("] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "renameProvider": { "prepareProvider": true },
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "documentLinkProvider": {},
            "semanticTokensProvider": {
                "legend": requests::semantic_tokens::legend(),
                "full": true,
                "range": true,
            },
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "codeActionProvider": { "codeActionKinds": ["quickfix", "refactor", "source.fixAll.jamb"] },
            "inlayHintProvider": true,
            "codeLensProvider": {},
            "executeCommandProvider": { "commands": requests::commands::NAMES },
        },
        "serverInfo": { "name": "jamb", "version": env!("CARGO_PKG_VERSION") },
    })
}

/// The files that the client should watch: catalogs and compiled policies, parts of policies, and settings.
pub fn watched() -> Value {
    let watchers: Vec<_> = ["**/*.json", "**/*.pl", "**/jamb.toml"].map(|glob| json!({ "globPattern": glob })).into();
    json!({
        "registrations": [{
            "id": "watched-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        }],
    })
}
