/**
 * Users that the last run into the same folder created on the same target and left behind. Nobody can delete them, so the
 * next run writes to them again instead of creating others. Reads the report alone, and no file of its own.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, isArray, type Json } from '../model/json.ts';
import type { Leftover } from './session.ts';
import type { RunSettings } from './settings.ts';

export interface KeptUser {
  readonly userId: string;
  readonly userName: string;
}

export function keptUsers(
  settings: Pick<RunSettings, 'kind' | 'out' | 'writable'>,
  baseUrl: string,
): readonly KeptUser[] {
  // The embedded mock begins anew with every run.
  if (settings.kind === 'mock' || !settings.writable) return [];
  const report = lastReport(settings.out);
  if (at(report, 'target', 'baseUrl') !== baseUrl) return [];
  const leftovers = at(report, 'leftovers');
  if (!isArray(leftovers)) return [];
  return leftovers.flatMap((one) => {
    const [userId, userName] = [at(one, 'userId'), at(one, 'userName')];
    return typeof userId === 'string' && typeof userName === 'string' ? [{ userId, userName }] : [];
  });
}

/** Whoever this run did not write to stays on the list, so that a run of another area forgets nobody. */
export function withKept(leftovers: readonly Leftover[], kept: readonly KeptUser[]): readonly Leftover[] {
  const listed = new Set(leftovers.map(({ userId }) => userId));
  return [
    ...leftovers,
    ...kept.filter(({ userId }) => !listed.has(userId)).map((one) => ({ kind: 'kept', ...one }) as const),
  ];
}

function lastReport(out: string): Json | undefined {
  try {
    return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Json;
  } catch {
    // There was no run, or its report cannot be read: then there is nobody to reuse.
    return undefined;
  }
}
