// A small MCP server that reads as Node does: lines by `readline`, which ends them at more characters than a line feed,
// and messages by `JSON.parse`. What arrives is appended to a file.
const fs = require("node:fs");
const readline = require("node:readline");

const note = (what, value) => fs.appendFileSync(process.argv[3], JSON.stringify([what, value]) + "\n");

function answer(message) {
  if (message.method === undefined) return;
  const params = message.params ?? {};
  let result = {};
  if (message.method === "tools/call") {
    note("call", [params.name, params.arguments]);
    result = { content: [{ type: "text", text: "done" }] };
  } else if (message.method === "tools/list") {
    result = { tools: ["pay", "drop"].map((name) => ({ name, inputSchema: { type: "object" } })) };
  }
  if (message.id !== undefined) console.log(JSON.stringify({ jsonrpc: "2.0", id: message.id, result }));
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  note("line", line);
  let read;
  try {
    read = JSON.parse(line);
  } catch {
    return;
  }
  for (const message of Array.isArray(read) ? read : [read]) {
    if (message !== null && typeof message === "object") answer(message);
  }
});
