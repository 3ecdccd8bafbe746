"""A small MCP server. It reads as Python does, or (with `fold`) as Go does: case does not matter in the names of
members. What arrives is appended to a file: `line` each line, `call` each call that is carried out.
"""

import json
import sys

reading, arrived = sys.argv[1], open(sys.argv[2], "a", encoding="utf-8")
KNOWN = ["jsonrpc", "id", "method", "params", "name", "arguments", "cursor", "amount", "to"]


def folded(pairs):
    members = {}
    for key, value in pairs:
        plain = key.replace("\u017f", "s").replace("\u212a", "k").lower()
        members[plain if plain in KNOWN else key] = value
    return members


def note(what, value):
    arrived.write(json.dumps([what, value]) + "\n")
    arrived.flush()


def answer(message):
    if "method" not in message:
        return
    method, params = message.get("method"), message.get("params") or {}
    if method == "tools/call":
        note("call", [params.get("name"), params.get("arguments")])
        result = {"content": [{"type": "text", "text": "done"}]}
        if params.get("name") == "fail":
            result["isError"] = True
    elif method == "tools/list":
        names = ["b_second", "drop"] if params.get("cursor") else ["pay"]
        result = {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in names]}
        if not params.get("cursor"):
            result["nextCursor"] = "more"
    else:
        result = {}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)


for line in sys.stdin:
    note("line", line)
    try:
        read = json.loads(line, object_pairs_hook=folded if reading == "fold" else None)
    except ValueError:
        continue
    for message in read if isinstance(read, list) else [read]:
        if isinstance(message, dict):
            answer(message)
