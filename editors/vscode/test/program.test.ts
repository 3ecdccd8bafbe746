import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf } from '../src/answer';
import { compileArguments, run, simulateArguments } from '../src/program';

test('arguments reach the program as they are, without a shell', async () => {
  const odd = ['$(touch /tmp/x)', '`id`', '; id', 'a b', '"', "'", '*'];
  const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const result = await run(process.execPath, ['-e', print, '--', ...odd], process.cwd());
  assert.deepEqual(JSON.parse(result.stdout), odd);
});

test('an exit code is a result', async () => {
  const result = await run(process.execPath, ['-e', 'console.error("no"); process.exit(3)'], process.cwd());
  assert.deepEqual(result, { code: 3, stdout: '', stderr: 'no\n' });
});

test('a program that is not there is an error', async () => {
  await assert.rejects(run('/nowhere/jamb', [], process.cwd()), /ENOENT/);
});

test('a file whose name looks like an option is a file', () => {
  assert.deepEqual(compileArguments('--quiet', '-o').slice(-3), ['--output=-o', '--', '--quiet']);
  assert.deepEqual(simulateArguments('p.pl', ['--strict', 'b']).slice(-4), [
    '--trace=--strict',
    '--trace=b',
    '--',
    'p.pl',
  ]);
});

test('an answer becomes a text with a name that says what it is', () => {
  const uri = 'file:///home/ann/a%20b.pl';
  assert.deepEqual(answerOf('jamb.showJson', [uri], { text: '{}', language: 'json' }), {
    name: 'a b.pl compiled.json',
    text: '{}',
  });
  assert.deepEqual(answerOf('jamb.runTest', [uri, 'a refund'], { text: 'passed', passed: true }), {
    name: 'a b.pl test.txt',
    text: 'passed',
  });
  assert.equal(answerOf('jamb.describe', [], null).text, '');
});
