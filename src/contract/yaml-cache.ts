/**
 * Keeps the parsed form of the authored YAML beside the installed packages, because every worker of a run loads the
 * contract and parsing costs more than all the rest of it. An entry counts only for exactly the text it was made of;
 * where nothing can be kept, everything works as before, only slower. Knows nothing of what the files mean.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Changed whenever entries of an older form must not be read. */
const FORM = 1;

function digestOf(text: string): string {
  return `${FORM}:${createHash('sha256').update(text).digest('hex')}`;
}

function kept(entry: string, digest: string): { readonly value: unknown } | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(entry, 'utf8'));
    if (!Array.isArray(found) || found[0] !== digest) return undefined;
    return { value: found[1] };
  } catch {
    return undefined;
  }
}

function keep(folder: string, entry: string, digest: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true });
    const half = `${entry}.${process.pid}`;
    writeFileSync(half, JSON.stringify([digest, value]));
    renameSync(half, entry);
  } catch {
    // A read-only installation: the next process parses again.
  }
}

/** What `parse` makes of the text, parsed only when no earlier process did; `name` is the file's own in `folder`. */
export function parsedOnce(folder: string, name: string, text: string, parse: (text: string) => unknown): unknown {
  const digest = digestOf(text);
  const entry = join(folder, `${name.replaceAll('/', '~')}.json`);
  const known = kept(entry, digest);
  if (known) return known.value;
  const value = parse(text);
  keep(folder, entry, digest, value);
  return value;
}
