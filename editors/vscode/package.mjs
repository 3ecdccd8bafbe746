// Packs the extension for each target, without a network.
//
//     npm run package [-- TARGET=PROGRAM ...]
//
// PROGRAM is the `jamb` of that target, which the package then brings along. Without one, the extension
// uses the `jamb` of the machine.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const TARGETS = ['linux-x64', 'darwin-arm64', 'web'];

const programs = new Map(process.argv.slice(2).map((argument) => argument.split(/=(.*)/s, 2)));
for (const target of programs.keys()) {
  if (!TARGETS.includes(target)) {
    console.error(`\`${target}\` is not one of ${TARGETS.join(', ')}`);
    process.exit(2);
  }
}
for (const target of TARGETS) {
  pack(target, programs.get(target));
}

function pack(target, program) {
  rmSync('server', { recursive: true, force: true });
  if (program !== undefined) {
    const file = path.join('server', 'jamb');
    mkdirSync('server');
    copyFileSync(program, file);
    chmodSync(file, 0o755);
  }
  const output = `jamb-${target}.vsix`;
  const args = ['package', '--no-dependencies', '--target', target, '--out', output];
  execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args], { stdio: 'inherit' });
  rmSync('server', { recursive: true, force: true });
}
