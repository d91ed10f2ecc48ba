/** Which build of this program judged: name and version from package.json, the commit where there is a checkout. */

import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { repositoryPath } from '../contract/yaml.ts';
import type { ConformanceReport } from '../model/report.ts';

export function toolIdentity(): ConformanceReport['tool'] {
  const manifest: unknown = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8'));
  const { name, version } = manifest as { name: string; version: string };
  return { name, version, commit: commitOf() };
}

function commitOf(): string {
  if (!existsSync(repositoryPath('.git'))) return 'unknown';
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
