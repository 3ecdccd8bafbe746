// The language client: a process `jamb lsp`, and what the server answers to commands.

import * as vscode from 'vscode';
import { ExecuteCommandRequest, LanguageClient, type Middleware } from 'vscode-languageclient/node';
import { answerOf } from './answer';
import { findProgram } from './find';
import type { Texts } from './texts';

export class Client {
  #client: LanguageClient | undefined;
  readonly #context: vscode.ExtensionContext;
  readonly #texts: Texts;
  readonly #output = vscode.window.createOutputChannel('jamb', { log: true });

  constructor(context: vscode.ExtensionContext, texts: Texts) {
    this.#context = context;
    this.#texts = texts;
    context.subscriptions.push(this.#output);
  }

  async start(): Promise<void> {
    const program = findProgram(this.#context);
    this.#output.info(`${program} lsp`);
    const client = new LanguageClient(
      'jamb',
      'jamb',
      { command: program, args: ['lsp'], options: { shell: false } },
      {
        // A policy that is on no disk, such as one of a Git revision, gets colors only.
        documentSelector: ['file', 'untitled'].map((scheme) => ({ language: 'jamb', scheme })),
        outputChannel: this.#output,
        middleware: this.#middleware(),
      },
    );
    this.#client = client;
    await client.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // A server that did not start, or crashed, can't be stopped; that must not prevent a new one.
    await client?.dispose().catch((error: unknown) => this.#output.warn(String(error)));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Runs a command of the server on the active policy, and shows its answer. */
  async showText(command: string): Promise<void> {
    await this.#run(command, [activePolicy().uri.toString()]);
  }

  /** Runs the test that the cursor is in: the last one whose lens is not below the cursor. */
  async runTestHere(): Promise<void> {
    const { uri } = activePolicy();
    const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      Number.MAX_SAFE_INTEGER,
    );
    const test = lenses
      .filter((lens) => lens.command?.command === 'jamb.runTest' && lens.range.start.line <= line)
      .at(-1)?.command;
    if (test === undefined) {
      throw new Error('There is no test at the cursor.');
    }
    await this.#run(test.command, test.arguments ?? []);
  }

  async #run(command: string, args: unknown[]): Promise<void> {
    const client = this.#client;
    if (client === undefined) {
      throw new Error('The language server is not running.');
    }
    const answer: unknown = await client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
    await this.#show(command, args, answer);
  }

  /** The server's lenses run its commands; what they answer is shown in the same way. */
  #middleware(): Middleware {
    return {
      executeCommand: async (command, args, next) => {
        const answer: unknown = await next(command, args);
        await this.#show(command, args, answer);
        return answer;
      },
    };
  }

  async #show(command: string, args: unknown[], answer: unknown): Promise<void> {
    const { name, text } = answerOf(command, args, answer);
    if (text !== '') {
      await this.#texts.show(name, text);
    }
  }
}

/** The policy in the active editor. */
export function activePolicy(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'jamb') {
    throw new Error('The active editor does not show a policy.');
  }
  return document;
}
