// VS Code in a browser can't start a process, so there is no language server. The grammar, the
// snippets and the language configuration need no code, but without this file VS Code in a browser
// leaves the extension out.

export function activate(): void {}
