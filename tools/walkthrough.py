#!/usr/bin/env python3
"""Draws docs/tour/editor.svg: how a policy is written in an editor, by the answers of the real language server.

    cargo build && python3 tools/walkthrough.py target/debug/jamb            # writes the picture
    cargo build && python3 tools/walkthrough.py target/debug/jamb --check    # exits with 1 if the picture is old

Each panel is a text with a cursor, one question to `jamb lsp`, and what an editor shows of the answer. Nothing in the
picture is written by hand except the titles and the text that somebody types.
"""

import json
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "payments"
PICTURE = ROOT / "docs" / "tour" / "editor.svg"
URI = (FOLDER / "walkthrough.pl").as_uri()

HEAD = 'catalog "payments.tools.json"\ndefault deny\n\n'
TOOL = HEAD + "tool create_refund: financial {\n"
TEST = '\ntest "a large refund is denied" {\n  call create_refund { charge: "ch_1", amount: 900_00 } => deny\n}\n'
BODY = TOOL + '  require args.amount <= 100_00\n  require args.reason in ["duplicate"]\n  limit 10 per minute\n}\n' + TEST

# Measures of the picture, in pixels.
WIDTH, GAP, LINE, CHARACTER, SIZE = 520, 20, 19, 7.8, 13


class Server:
    """The language server, and the one text that is open in it."""

    def __init__(self, jamb):
        self.process = subprocess.Popen([jamb, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.diagnostics = {}
        capabilities = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}, "codeAction": {"codeActionLiteralSupport": {}}}}
        self.ask("initialize", {"capabilities": capabilities})
        self.tell("initialized", {})
        self.version = 1
        document = {"uri": URI, "languageId": "jamb", "version": 1, "text": ""}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["version"]] = message["params"]["diagnostics"]
        return message

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.number or "method" in message:
            pass
        if "error" in message:
            sys.exit(f"{method}: {message['error']['message']}")
        return message["result"]

    def write(self, text):
        self.version += 1
        document = {"uri": URI, "version": self.version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def problems(self):
        """The diagnostics of the text, once they were published."""
        while self.version not in self.diagnostics:
            self.receive()
        return self.diagnostics[self.version]

    def at(self, method, position, **more):
        return self.ask(method, {"textDocument": {"uri": URI}, "position": position, **more})


def position(text):
    """The text without its cursor `|`, and where the cursor is."""
    before, _, after = text.partition("|")
    return before + after, {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}


def completion(server, title, text, wanted):
    """A panel with the words that can stand at the cursor."""
    text, cursor = position(text)
    server.write(text)
    server.problems()
    answer = server.at("textDocument/completion", cursor)
    items = answer["items"] if isinstance(answer, dict) else answer
    typed = text.split("\n")[cursor["line"]][: cursor["character"]].split(" ")[-1].split(".")[-1]
    shown = sorted(items, key=lambda item: item.get("sortText", item["label"]))
    shown = [item for item in shown if item.get("filterText", item["label"]).strip('"').startswith(typed.strip('"'))]
    if wanted not in [item["label"] for item in shown]:
        sys.exit(f"{title}: `{wanted}` is not offered: {[item['label'] for item in shown][:20]}")
    box = [(item["label"], item.get("detail") or "") for item in shown[:6]]
    return Panel(title, text, cursor=cursor, menu=box)


def problem(server, title, text, code):
    """A panel with a word that is underlined, and the message about it."""
    server.write(text)
    found = [one for one in server.problems() if one["code"] == code]
    if not found:
        sys.exit(f"{title}: no `{code}`: {server.problems()}")
    return Panel(title, text, marked=found[0]["range"], note=[f"{code}: {line}" if n == 0 else line for n, line in enumerate(found[0]["message"].split("\n"))])


def quick_fix(server, title, text, code):
    """A panel with the actions that an editor offers for a diagnostic."""
    server.write(text)
    found = [one for one in server.problems() if one["code"] == code]
    context = {"diagnostics": found}
    actions = server.ask("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": found[0]["range"], "context": context})
    return Panel(title, text, marked=found[0]["range"], cursor=found[0]["range"]["start"], menu=[(action["title"], "") for action in actions[:4]])


def hover(server, title, text):
    """A panel with what there is to know about a word."""
    text, cursor = position(text)
    server.write(text)
    server.problems()
    answer = server.at("textDocument/hover", cursor)
    return Panel(title, text, marked=answer["range"], hovered=True, note=answer["contents"]["value"].split("\n"))


def test_run(server, title, text):
    """A panel with the lens of a test after it was run."""
    server.write(text)
    server.problems()
    lenses = server.ask("textDocument/codeLens", {"textDocument": {"uri": URI}})
    test = next(lens for lens in lenses if lens["command"]["command"] == "jamb.runTest")
    server.ask("workspace/executeCommand", {"command": "jamb.runTest", "arguments": test["command"]["arguments"]})
    lenses = server.ask("textDocument/codeLens", {"textDocument": {"uri": URI}})
    return Panel(title, text, lenses={lens["range"]["start"]["line"]: lens["command"]["title"] for lens in lenses})


def beside(server, title, text):
    """A panel with the compiled entry of a tool."""
    server.write(text)
    server.problems()
    answer = server.ask("workspace/executeCommand", {"command": "jamb.showJson", "arguments": [URI, "create_refund"]})
    lines = answer["text"].rstrip("\n").split("\n")
    return Panel(title, "\n".join(lines[:16] + (["…"] if len(lines) > 16 else [])))


class Panel:
    """One step, as an editor shows it."""

    def __init__(self, title, text, cursor=None, marked=None, menu=None, note=None, lenses=None, hovered=False):
        self.title, self.lines = title, text.rstrip("\n").split("\n")
        self.cursor, self.marked, self.menu, self.note, self.lenses = cursor, marked, menu, note, lenses or {}
        self.hovered = hovered
        if cursor and cursor["line"] >= len(self.lines):
            self.lines += [""] * (cursor["line"] + 1 - len(self.lines))

    def rows(self):
        """The lines with the lenses above them, each with its number in the text."""
        for number, line in enumerate(self.lines):
            if number in self.lenses:
                yield None, self.lenses[number]
            yield number, line

    def draw(self, x, y, height):
        parts = [f'<g transform="translate({x} {y})">', f'<text class="title" y="14">{escape(self.title)}</text>']
        parts.append(f'<rect class="paper" y="24" width="{WIDTH}" height="{height - 24}" rx="6"/>')
        tops = {}
        for row, (number, line) in enumerate(self.rows()):
            top = 48 + row * LINE
            if number is None:
                parts.append(f'<text class="lens" x="14" y="{top}">{escape(line)}</text>')
                continue
            tops[number] = top
            parts.append(f'<text x="14" y="{top}" xml:space="preserve">{escape(line)}</text>')
        if self.marked and self.hovered:
            left, width = 14 + self.marked["start"]["character"] * CHARACTER, (self.marked["end"]["character"] - self.marked["start"]["character"]) * CHARACTER
            parts.append(f'<rect class="hovered" x="{left}" y="{tops[self.marked["start"]["line"]] - 13}" width="{width}" height="17"/>')
        elif self.marked:
            start, end = self.marked["start"], self.marked["end"]
            left, right = 14 + start["character"] * CHARACTER, 14 + end["character"] * CHARACTER
            parts.append(f'<path class="wave" d="{wave(left, right, tops[start["line"]] + 4)}"/>')
        if self.cursor:
            left = 14 + self.cursor["character"] * CHARACTER
            parts.append(f'<rect class="cursor" x="{left}" y="{tops[self.cursor["line"]] - 12}" width="1.5" height="15"/>')
        box = [(label, detail) for label, detail in self.menu or []] or [(line, "") for line in wrapped(self.note or [])]
        if box:
            anchor = self.cursor or self.marked["start"]
            parts += bubble(box, anchor["character"], tops[anchor["line"]] + 10, "menu" if self.menu else "note")
        return parts + ["</g>"]

    def height(self):
        rows = sum(1 for _ in self.rows())
        box = len(self.menu or wrapped(self.note or []))
        anchor = (self.cursor or (self.marked or {}).get("start") or {"line": 0})["line"]
        below = (anchor + 1 + box) if box else 0
        return 24 + 24 + max(rows, below + (1 if box else 0)) * LINE + 6


def wave(left, right, y):
    """The line under a word that an editor complains about."""
    points, x = [f"M{left} {y}"], left
    while x < right:
        points.append(f"q1.5 -3 3 0t3 0")
        x += 6
    return "".join(points)


def wrapped(lines, width=58):
    """Lines that fit into a box."""
    out = []
    for line in lines:
        while len(line) > width:
            cut = line.rfind(" ", 0, width)
            cut = width if cut <= 0 else cut
            out.append(line[:cut])
            line = "  " + line[cut:].lstrip()
        out.append(line)
    return out


def bubble(rows, character, y, kind):
    """A box with rows: the choices of a menu, or a message."""
    widest = max(len(label) + (len(detail) + 3 if detail else 0) for label, detail in rows)
    width = min(WIDTH - 20, widest * CHARACTER + 20)
    x = min(14 + character * CHARACTER, WIDTH - width - 8)
    parts = [f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{len(rows) * LINE + 8}" rx="4"/>']
    room = int((width - 20) / CHARACTER)
    for number, (label, detail) in enumerate(rows):
        top = y + 17 + number * LINE
        parts.append(f'<text x="{x + 8}" y="{top}" xml:space="preserve">{escape(label[:room])}</text>')
        detail = detail[: max(0, room - len(label) - 3)]
        if detail:
            parts.append(f'<text class="detail" x="{x + width - 8}" y="{top}" text-anchor="end">{escape(detail)}</text>')
    return parts


STYLE = """
text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328 }
.title { font: 600 14px system-ui, sans-serif } .lens, .detail { fill: #656d76 } .lens { font-size: 11px }
.paper { fill: #f6f8fa; stroke: #d0d7de } .menu, .note { fill: #ffffff; stroke: #8c959f }
.cursor { fill: #0969da } .hovered { fill: #0969da; opacity: 0.18 } .wave { fill: none; stroke: #cf222e; stroke-width: 1.3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .lens, .detail { fill: #8d96a0 } .paper { fill: #161b22; stroke: #30363d }
  .menu, .note { fill: #0d1117; stroke: #6e7681 } .cursor { fill: #4493f8 } .wave { stroke: #ff7b72 }
}
"""


def picture(panels):
    """The panels, two in a row."""
    parts, y = [], GAP
    for left, right in zip(panels[::2], panels[1::2]):
        height = max(left.height(), right.height())
        parts += left.draw(GAP, y, height) + right.draw(2 * GAP + WIDTH, y, height)
        y += height + GAP
    width = 2 * WIDTH + 3 * GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}" role="img">'
    label = "<title>Writing a policy in an editor: completion, errors, fixes, hover, tests and the compiled JSON</title>"
    return "\n".join([head, label, f"<style>{STYLE}</style>", *parts, "</svg>"]) + "\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    server = Server(sys.argv[1])
    panels = [
        completion(server, "1. An empty file: what can stand here", "|", "catalog"),
        completion(server, "2. The tools of the catalog", HEAD + "tool create_r|", "create_refund"),
        completion(server, "3. The arguments of the tool", TOOL + "  require args.|\n}\n", "amount"),
        problem(server, "4. A wrong value, while you type", TOOL + '  require args.reason == "duplicated"\n}\n', "never-true"),
        quick_fix(server, "5. The quick fix", TOOL + "  require args.amont <= 100_00\n}\n", "unknown-argument"),
        hover(server, "6. What a word means", BODY.replace("create_refund: fin", "create_ref|und: fin", 1)),
        test_run(server, "7. A test, run from its line", BODY),
        beside(server, "8. The JSON beside it", BODY),
    ]
    server.ask("shutdown", None)
    server.tell("exit", None)
    new = picture(panels)
    if "--check" in sys.argv:
        if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != new:
            sys.exit("docs/tour/editor.svg is old: run tools/walkthrough.py without --check")
    else:
        PICTURE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
