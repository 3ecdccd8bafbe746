// Decides which `jamb` program runs: the one of the setting, else the one in the PATH, else the one
// that comes with the extension.

import * as path from 'node:path';

/** Where to look, and what is there. */
export interface Places {
  /** The setting `jamb.path`. */
  setting: string;
  /** The environment variable `PATH`. */
  searchPath: string;
  /** The extension's own folder. */
  extension: string;
  /** Whether the user trusts the workspace. */
  trusted: boolean;
  platform: NodeJS.Platform;
  home: string;
  /** Whether there is a file at this path that can be run. */
  canRun(file: string): boolean;
}

export type Found = { program: string; origin: 'setting' | 'path' | 'bundled' } | { problem: string };

export function findServer(places: Places): Found {
  const bundled = ours(places);
  if (!places.trusted) {
    return bundled ?? { problem: noBundled };
  }
  const setting = places.setting.trim();
  if (setting !== '') {
    return fromSetting(setting, places);
  }
  return fromSearchPath(places) ?? bundled ?? { problem: notFound };
}

const noBundled =
  'This build of the extension comes without `jamb`. To use the one on your machine, trust the workspace.';
const notFound = 'There is no `jamb` in your PATH. Install it, or write its path into the setting `jamb.path`.';

/** A setting that is wrong is reported: another program in its place would be a surprise. */
function fromSetting(setting: string, places: Places): Found {
  const program = setting.replace(/^~(?=[/\\])/, places.home);
  if (!flavor(places).isAbsolute(program)) {
    return { problem: `The setting \`jamb.path\` must be an absolute path: \`${setting}\`.` };
  }
  if (!places.canRun(program)) {
    return { problem: `The setting \`jamb.path\` names a file that can't be run: \`${setting}\`.` };
  }
  return { program, origin: 'setting' };
}

/** Relative folders in the PATH are left out: which program they mean depends on the workspace. */
function fromSearchPath(places: Places): Found | undefined {
  const { isAbsolute, join, delimiter } = flavor(places);
  for (const folder of places.searchPath.split(delimiter)) {
    const program = join(folder, name(places));
    if (isAbsolute(folder) && places.canRun(program)) {
      return { program, origin: 'path' };
    }
  }
  return undefined;
}

function ours(places: Places): Found | undefined {
  const program = flavor(places).join(places.extension, 'server', name(places));
  return places.canRun(program) ? { program, origin: 'bundled' } : undefined;
}

function name(places: Places): string {
  return places.platform === 'win32' ? 'jamb.exe' : 'jamb';
}

function flavor(places: Places): path.PlatformPath {
  return places.platform === 'win32' ? path.win32 : path.posix;
}
