// Runs the command line: a program and a list of arguments, never a shell.

import { execFile } from 'node:child_process';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Rejects if the program can't be started, is too slow or prints too much; any exit code is a result. */
export function run(program: string, args: readonly string[], folder: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 << 20, timeout: 10 * 60_000, shell: false };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) {
        resolve({ code: 0, stdout, stderr });
      } else if (typeof error.code === 'number' && !error.killed) {
        resolve({ code: error.code, stdout, stderr });
      } else {
        reject(error);
      }
    });
  });
}

export const compileArguments = (policy: string, output: string): string[] => [
  'compile',
  '--color=never',
  '--format=short',
  `--output=${output}`,
  '--',
  policy,
];

export const simulateArguments = (policy: string, traces: readonly string[]): string[] => [
  'simulate',
  '--color=never',
  ...traces.map((trace) => `--trace=${trace}`),
  '--',
  policy,
];
