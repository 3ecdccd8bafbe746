// Bundles the extension: one file for VS Code, one for VS Code in a browser, or with `--tests` the
// unit tests.
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';

const common = {
  bundle: true,
  external: ['vscode'],
  format: 'cjs',
  logLevel: 'warning',
  minify: process.argv.includes('--minify'),
  target: 'node20',
};

if (process.argv.includes('--tests')) {
  const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: 'out',
    platform: 'node',
  });
} else {
  await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    platform: 'node',
  });
  await build({
    ...common,
    entryPoints: ['src/browser.ts'],
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
  });
}
