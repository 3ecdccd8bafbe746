import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findServer, type Places } from '../src/server';

function places(files: string[], changes: Partial<Places> = {}): Places {
  return {
    setting: '',
    searchPath: '/usr/local/bin:/usr/bin',
    extension: '/ext',
    trusted: true,
    platform: 'linux',
    home: '/home/ann',
    canRun: (file) => files.includes(file),
    ...changes,
  };
}

const everywhere = ['/opt/jamb', '/usr/bin/jamb', '/ext/server/jamb'];

test('the setting comes first', () => {
  assert.deepEqual(findServer(places(everywhere, { setting: '/opt/jamb' })), {
    program: '/opt/jamb',
    origin: 'setting',
  });
});

test('then the first folder of the PATH that has one', () => {
  const found = findServer(places([...everywhere, '/usr/local/bin/jamb']));
  assert.deepEqual(found, { program: '/usr/local/bin/jamb', origin: 'path' });
});

test('then the bundled one', () => {
  assert.deepEqual(findServer(places(['/ext/server/jamb'])), {
    program: '/ext/server/jamb',
    origin: 'bundled',
  });
});

test('in an untrusted workspace only the bundled one', () => {
  const found = findServer(places(everywhere, { setting: '/opt/jamb', trusted: false }));
  assert.deepEqual(found, { program: '/ext/server/jamb', origin: 'bundled' });
  const without = findServer(places(['/opt/jamb', '/usr/bin/jamb'], { setting: '/opt/jamb', trusted: false }));
  assert.match('problem' in without ? without.problem : '', /trust the workspace/);
});

test('a wrong setting is an error, and no other program runs in its place', () => {
  for (const setting of ['/opt/gone', 'jamb', './jamb', '../bin/jamb']) {
    const found = findServer(places(everywhere, { setting }));
    assert.ok('problem' in found && found.problem.includes(setting), setting);
  }
});

test('a setting may start in the home folder', () => {
  const found = findServer(places(['/home/ann/bin/jamb'], { setting: '~/bin/jamb' }));
  assert.deepEqual(found, { program: '/home/ann/bin/jamb', origin: 'setting' });
});

test('relative folders in the PATH are skipped', () => {
  const searchPath = ':.:bin:/usr/bin';
  const files = ['jamb', './jamb', 'bin/jamb', '/usr/bin/jamb'];
  assert.deepEqual(findServer(places(files, { searchPath })), { program: '/usr/bin/jamb', origin: 'path' });
});

test('without any, the problem says what to do', () => {
  const found = findServer(places([]));
  assert.match('problem' in found ? found.problem : '', /Install it/);
});

test('on Windows it is jamb.exe, and the PATH has semicolons', () => {
  const program = 'C:\\tools\\jamb.exe';
  const found = findServer(places([program], { platform: 'win32', searchPath: 'D:\\x;C:\\tools' }));
  assert.deepEqual(found, { program, origin: 'path' });
});
