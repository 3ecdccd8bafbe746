// A read-only folder in memory, for the workbench. `serve.mjs` writes `files` above this text.
/* global files */

const vscode = require('vscode');

const names = Object.keys(files);
const folders = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))).concat(''));
const key = (uri) => uri.path.replace(/\/$/, '');

function kind(uri) {
  if (files[key(uri)] !== undefined) {
    return vscode.FileType.File;
  }
  if (folders.has(key(uri))) {
    return vscode.FileType.Directory;
  }
  throw vscode.FileSystemError.FileNotFound(uri);
}

function refuse(uri) {
  throw vscode.FileSystemError.NoPermissions(uri);
}

const provider = {
  onDidChangeFile: new vscode.EventEmitter().event,
  watch: () => new vscode.Disposable(() => {}),
  stat: (uri) => ({ type: kind(uri), ctime: 0, mtime: 0, size: files[key(uri)]?.length ?? 0 }),
  readFile(uri) {
    kind(uri);
    return new TextEncoder().encode(files[key(uri)]);
  },
  readDirectory(uri) {
    const inside = [...names, ...folders].filter((name) => name.startsWith(`${key(uri)}/`));
    const children = new Set(inside.map((name) => name.slice(key(uri).length + 1).split('/')[0]));
    return [...children].map((name) => [name, kind(vscode.Uri.joinPath(uri, name))]);
  },
  createDirectory: refuse,
  writeFile: refuse,
  delete: refuse,
  rename: refuse,
};

const search = {
  provideFileSearchResults: ({ pattern }) =>
    names.filter((name) => name.includes(pattern)).map((path) => vscode.Uri.from({ scheme: 'memory', path })),
};

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('memory', provider, { isReadonly: true }),
    vscode.workspace.registerFileSearchProvider('memory', search),
  );
};
