// Texts that are shown beside a policy: read-only documents that exist in memory only.

import * as vscode from 'vscode';

const SCHEME = 'jamb';

export class Texts implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  static register(context: vscode.ExtensionContext): Texts {
    const texts = new Texts();
    context.subscriptions.push(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.#texts.delete(uri.toString())),
      texts.#changed,
    );
    return texts;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows a text beside the editor. A text that has the name already is replaced. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }
}
