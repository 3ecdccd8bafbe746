// The commands that read a trace or write a file. The command line does the work: the language server
// writes nothing, and reads only what a policy names.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { activePolicy } from './client';
import { findProgram } from './find';
import { compileArguments, run, simulateArguments } from './program';
import type { Texts } from './texts';

export async function compileToFile(context: vscode.ExtensionContext): Promise<void> {
  const policy = await savedPolicy();
  const output = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(policy.replace(/\.pl$/, '') + '.json'),
    filters: { 'policy.json': ['json'] },
    title: 'Compile to',
  });
  if (output === undefined) {
    return;
  }
  const result = await run(findProgram(context), compileArguments(policy, output.fsPath), path.dirname(policy));
  if (result.code !== 0) {
    throw new Error(result.stderr.trim() || `jamb compile ended with exit code ${result.code}.`);
  }
  await vscode.window.showTextDocument(output, { viewColumn: vscode.ViewColumn.Beside });
}

export async function simulateTrace(context: vscode.ExtensionContext, texts: Texts): Promise<void> {
  const policy = await savedPolicy();
  const traces = await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: 'Simulate',
    title: 'Recorded calls',
  });
  if (traces === undefined) {
    return;
  }
  const files = traces.map((trace) => trace.fsPath);
  const result = await run(findProgram(context), simulateArguments(policy, files), path.dirname(policy));
  await texts.show(`${path.basename(policy)} simulation.txt`, result.stdout + result.stderr);
}

/** The path of the active policy, after it is saved: the command line reads the disk. */
async function savedPolicy(): Promise<string> {
  if (!vscode.workspace.isTrusted) {
    throw new Error('Trust this workspace to compile policies to files and to simulate traces.');
  }
  const document = activePolicy();
  if (document.uri.scheme !== 'file') {
    throw new Error('Save the policy to a file first.');
  }
  if (document.isDirty && !(await document.save())) {
    throw new Error('The policy could not be saved.');
  }
  return document.uri.fsPath;
}
