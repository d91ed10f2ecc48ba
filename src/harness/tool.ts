/** Which build of this program judged: name and version from package.json, the commit where there is a checkout. */

import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { repositoryPath } from '../contract/yaml.ts';
import type { ConformanceReport } from '../model/report.ts';

export function toolIdentity(): ConformanceReport['tool'] {
  const manifest: unknown = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8'));
  const { name, version } = manifest as { name: string; version: string };
  return { name, version, commit: commitOf() };
}

/** What judged, as code: every case table and every check that this program runs from, compiled or as written. */
export function suiteDigest(): string {
  const root = new URL('../../', import.meta.url);
  const hash = createHash('sha256');
  for (const folder of ['suites/', 'src/checks/']) {
    const base = new URL(folder, root);
    const names = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name));
    for (const name of names.map((one) => one.replaceAll('\\', '/')).sort()) {
      hash.update(`${folder}${name}\n`).update(readFileSync(new URL(name, base)));
    }
  }
  return `sha256:${hash.digest('hex')}`;
}

function commitOf(): string {
  // An installed package has no history; it was told its commit when it was packed.
  const packed = repositoryPath('dist', 'commit');
  if (!existsSync(repositoryPath('.git'))) return existsSync(packed) ? readFileSync(packed, 'utf8').trim() : 'unknown';
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: repositoryPath(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    };
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}
