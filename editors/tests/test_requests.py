"""Every request of the language server, by a strict client, over the examples.

    JAMB=target/debug/jamb pytest editors/tests

The client, pytest-lsp, refuses an answer that the protocol does not allow. Besides, the answers have to
fit the text: places are in it, and edits can be applied.
"""

import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = Path(__file__).resolve().parents[2]
JAMB = str(Path(os.environ.get("JAMB", "jamb")).absolute()) if "JAMB" in os.environ else "jamb"
POLICIES = sorted((ROOT / "examples").rglob("*.pl"))
# What the server asks of clients that say they can do it.
ASKED = [
    lsp.CLIENT_REGISTER_CAPABILITY,
    lsp.WORKSPACE_DIAGNOSTIC_REFRESH,
    lsp.WORKSPACE_CODE_LENS_REFRESH,
    lsp.WORKSPACE_INLAY_HINT_REFRESH,
]
CLIENTS = ["visual_studio_code", "neovim"]


@pytest_lsp.fixture(params=CLIENTS, config=ClientServerConfig(server_command=[JAMB, "lsp"]))
async def client(request, lsp_client: LanguageClient):
    for asked in ASKED:
        lsp_client.feature(asked)(lambda *_: None)
    capabilities = client_capabilities(request.param)
    folder = lsp.WorkspaceFolder(uri=ROOT.as_uri(), name="jamb")
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=capabilities, root_uri=ROOT.as_uri(), workspace_folders=[folder])
    )
    yield
    await lsp_client.shutdown_session()


class Opened:
    """A document that the server has open."""

    def __init__(self, client, path, text=None):
        self.text = path.read_text() if text is None else text
        self.lines = self.text.split("\n")
        self.document = lsp.TextDocumentIdentifier(uri=path.as_uri())
        item = lsp.TextDocumentItem(uri=path.as_uri(), language_id="jamb", version=1, text=self.text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def at(self, word):
        """The place of the first such word."""
        line = next(number for number, text in enumerate(self.lines) if word in text)
        return lsp.Position(line, self.lines[line].index(word))

    def asks(self, word, **more):
        return {"text_document": self.document, "position": self.at(word), **more}

    @property
    def whole(self):
        return lsp.Range(lsp.Position(0, 0), lsp.Position(len(self.lines), 0))

    def check(self, span):
        """A range is in the text, and starts before it ends."""
        assert (span.start.line, span.start.character) <= (span.end.line, span.end.character)
        for place in (span.start, span.end):
            assert place.line <= len(self.lines)
            line = self.lines[place.line] if place.line < len(self.lines) else ""
            assert place.character <= len(line.encode("utf-16-le")) // 2

    def words(self):
        """A place in each line, where its second word starts."""
        for number, line in enumerate(self.lines):
            words = line.split(" ")
            yield lsp.Position(number, len(words[0]) + 1 if len(words) > 1 else 0)


@pytest.fixture(params=POLICIES, ids=lambda path: str(path.relative_to(ROOT / "examples")))
def policy(request):
    return request.param


@pytest.mark.asyncio
async def test_requests_about_a_document(client, policy):
    opened = Opened(client, policy)
    document = opened.document
    report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(document))
    assert report.kind == "full"
    for diagnostic in report.items:
        opened.check(diagnostic.range)
    for fold in await client.text_document_folding_range_async(lsp.FoldingRangeParams(document)) or []:
        assert fold.start_line <= fold.end_line < len(opened.lines)
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert symbols
    links = await client.text_document_document_link_async(lsp.DocumentLinkParams(document))
    assert len(links) == sum(line.startswith(("catalog ", "include ")) for line in opened.lines)
    tokens = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    assert tokens.data and len(tokens.data) % 5 == 0
    part = await client.text_document_semantic_tokens_range_async(
        lsp.SemanticTokensRangeParams(document, opened.whole)
    )
    assert part.data == tokens.data
    for hint in await client.text_document_inlay_hint_async(lsp.InlayHintParams(document, opened.whole)) or []:
        opened.check(lsp.Range(hint.position, hint.position))
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await client.text_document_formatting_async(lsp.DocumentFormattingParams(document, options))
    assert not edits, "the examples are formatted"
    edits = await client.text_document_range_formatting_async(
        lsp.DocumentRangeFormattingParams(document, opened.whole, options)
    )
    assert not edits


@pytest.mark.asyncio
async def test_lenses_and_their_commands(client, policy):
    opened = Opened(client, policy)
    for lens in await client.text_document_code_lens_async(lsp.CodeLensParams(opened.document)) or []:
        opened.check(lens.range)
        command = lsp.ExecuteCommandParams(lens.command.command, arguments=lens.command.arguments)
        answer = await client.workspace_execute_command_async(command)
        assert answer["text"]
        if lens.command.command == "jamb.runTest":
            assert answer["passed"], answer["text"]
    for name in ("jamb.showJson", "jamb.describe"):
        command = lsp.ExecuteCommandParams(name, arguments=[opened.document.uri])
        assert (await client.workspace_execute_command_async(command))["text"]


@pytest.mark.asyncio
async def test_requests_at_each_line(client, policy):
    opened = Opened(client, policy)
    document = opened.document
    for place in opened.words():
        about = {"text_document": document, "position": place}
        hover = await client.text_document_hover_async(lsp.HoverParams(**about))
        if hover and hover.range:
            opened.check(hover.range)
        await client.text_document_completion_async(lsp.CompletionParams(**about))
        await client.text_document_definition_async(lsp.DefinitionParams(**about))
        for found in await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**about)) or []:
            opened.check(found.range)
        context = lsp.ReferenceContext(include_declaration=True)
        await client.text_document_references_async(lsp.ReferenceParams(**about, context=context))
        await client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**about))
        [selection] = await client.text_document_selection_range_async(lsp.SelectionRangeParams(document, [place]))
        while selection:
            opened.check(selection.range)
            selection = selection.parent
        actions = await client.text_document_code_action_async(
            lsp.CodeActionParams(document, lsp.Range(place, place), lsp.CodeActionContext([]))
        )
        for action in actions or []:
            assert action.title


@pytest.mark.asyncio
async def test_a_mistake_is_reported_and_its_fix_removes_it(client):
    path = ROOT / "examples/payments/policy.pl"
    right = path.read_text()
    opened = Opened(client, path, right.replace("args.balance", "args.balanse"))
    report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(opened.document))
    [mistake] = [found for found in report.items if found.code == "unknown-argument"]
    assert mistake.range.start.line == opened.at("args.balanse").line
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(opened.document, mistake.range, lsp.CodeActionContext([mistake]))
    )
    [fix] = [action for action in actions if action.kind == "quickfix" and "balance" in action.title]
    edit = fix.edit.changes[opened.document.uri] if fix.edit.changes else fix.edit.document_changes[0].edits
    assert [change.new_text for change in edit] in (["balance"], ["args.balance"])


@pytest.mark.asyncio
async def test_the_arguments_of_a_tool_are_completed(client):
    path = ROOT / "examples/payments/policy.pl"
    opened = Opened(client, path, path.read_text().replace("deny if args.email exists", "deny if args. exists"))
    place = opened.at("args. exists")
    about = lsp.CompletionParams(opened.document, lsp.Position(place.line, place.character + len("args.")))
    answer = await client.text_document_completion_async(about)
    items = answer.items if isinstance(answer, lsp.CompletionList) else answer
    assert "email" in [item.label for item in items]


@pytest.mark.asyncio
async def test_a_let_is_found_and_renamed_everywhere(client):
    path = ROOT / "examples/payments/policy.pl"
    opened = Opened(client, path)
    definition = await client.text_document_definition_async(lsp.DefinitionParams(**opened.asks("refund_cap, 5")))
    place = definition[0] if isinstance(definition, list) else definition
    span = getattr(place, "range", None) or place.target_selection_range
    assert span.start.line == opened.at("let refund_cap").line
    edit = await client.text_document_rename_async(
        lsp.RenameParams(**opened.asks("refund_cap, 5"), new_name="most_of_a_refund")
    )
    changes = edit.changes[opened.document.uri] if edit.changes else edit.document_changes[0].edits
    assert len(changes) == opened.text.count("refund_cap")
    assert {change.new_text for change in changes} == {"most_of_a_refund"}


@pytest.mark.asyncio
async def test_an_unsaved_change_is_judged(client):
    opened = Opened(client, ROOT / "examples/payments/policy.pl")
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(version=2, uri=opened.document.uri),
            [lsp.TextDocumentContentChangeWholeDocument(text="default deny\nallow\n")],
        )
    )
    report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(opened.document))
    assert [found.code for found in report.items] == ["syntax"]
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(opened.document))
