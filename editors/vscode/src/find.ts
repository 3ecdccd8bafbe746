// Looks for the `jamb` program on this machine.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { findServer } from './server';

/** The program. Throws if there is none, with what the user can do. */
export function findProgram(context: vscode.ExtensionContext): string {
  const found = findServer({
    setting: vscode.workspace.getConfiguration('jamb').get('path', ''),
    searchPath: process.env['PATH'] ?? '',
    extension: context.extensionPath,
    trusted: vscode.workspace.isTrusted,
    platform: process.platform,
    home: homedir(),
    canRun,
  });
  if ('problem' in found) {
    throw new Error(found.problem);
  }
  return found.program;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
