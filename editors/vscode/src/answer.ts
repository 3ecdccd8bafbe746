// What the server answers to a command, as a text to show.

export interface Answer {
  /** The name of the tab. Its ending says which language colors it. */
  name: string;
  text: string;
}

const NAMES: Record<string, string> = {
  'jamb.runTest': 'test',
  'jamb.showJson': 'compiled',
  'jamb.describe': 'description',
};
const ENDINGS: Record<string, string> = { json: '.json', markdown: '.md' };

export function answerOf(command: string, args: readonly unknown[], answer: unknown): Answer {
  const file = typeof args[0] === 'string' ? decodeURIComponent(args[0].split('/').at(-1) ?? '') : 'policy';
  const name = NAMES[command] ?? 'answer';
  const ending = ENDINGS[member(answer, 'language')] ?? '.txt';
  return { name: `${file} ${name}${ending}`, text: member(answer, 'text') };
}

function member(answer: unknown, name: string): string {
  const value: unknown = answer !== null && typeof answer === 'object' ? Reflect.get(answer, name) : '';
  return typeof value === 'string' ? value : '';
}
