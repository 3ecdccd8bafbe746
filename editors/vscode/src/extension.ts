// The extension: starts the language server, and adds the commands.

import * as vscode from 'vscode';
import { Client } from './client';
import { compileToFile, simulateTrace } from './files';
import { Texts } from './texts';

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const texts = Texts.register(context);
  const server = new Client(context, texts);
  client = server;

  const command = (name: string, run: () => Promise<unknown>) =>
    vscode.commands.registerCommand(name, () => run().catch(report));
  context.subscriptions.push(
    command('jamb.testHere', () => server.runTestHere()),
    command('jamb.openJson', () => server.showText('jamb.showJson')),
    command('jamb.openDescription', () => server.showText('jamb.describe')),
    command('jamb.compileToFile', () => compileToFile(context)),
    command('jamb.simulateTrace', () => simulateTrace(context, texts)),
    command('jamb.restartServer', () => server.restart()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.restart().catch(report)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('jamb.path')) {
        server.restart().catch(report);
      }
    }),
  );
  await server.start().catch(report);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function report(error: unknown): void {
  void vscode.window.showErrorMessage(`jamb: ${error instanceof Error ? error.message : String(error)}`);
}
