/** What makes a run this run: its effective settings, by which a continued one is told from another, and its key. */

import { createHash } from 'node:crypto';
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../model/json.ts';
import { digestOf } from './digest.ts';
import type { RunIdentity } from './journal.ts';
import type { Selection } from './selection.ts';
import type { RunSettings } from './settings.ts';
import { suiteDigest } from './tool.ts';

/** A continued run must agree in all of this. The embedded mock has another port each time. */
export function identityOf(
  settings: RunSettings,
  baseUrl: string,
  contract: Contract,
  selection: Selection,
): RunIdentity {
  return {
    ...configurationOf(settings, settings.kind === 'mock' ? 'mock' : baseUrl, selection.cases.length),
    contract: contract.digest,
    suite: suiteDigest(),
    cases: digestOf(selection.cases.map((one) => one.id).sort()),
  };
}

/**
 * Known to nobody who holds a report, and the same again when the run is continued with the same credentials. Refresh
 * tokens have no part in it: they are replaced while a run is under way.
 */
export function pseudonymKey(settings: RunSettings, runId: string): string {
  const clients = [...settings.grants.values()].map(({ client }) => [client.clientId, client.clientSecret]);
  return createHash('sha256')
    .update(JSON.stringify([runId, ...settings.tokens.values(), ...clients]))
    .digest('hex');
}

/** Tells whether two keys are the same, and nothing else of them. */
export function keyCheck(key: string): string {
  return createHash('sha256').update(`check ${key}`).digest('hex').slice(0, 16);
}

/** The effective settings as the head of a report: never a token, only which ones there are. */
export function configurationOf(settings: RunSettings, baseUrl: string, cases: number): JsonObject {
  const { limits, provisioning } = settings;
  return {
    target: settings.name,
    ...(settings.file !== undefined && { targetFile: settings.file }),
    baseUrl,
    revision: settings.revision,
    profiles: [...settings.profiles],
    areas: [...settings.areas],
    ...(settings.casePattern !== undefined && { case: settings.casePattern }),
    // A merged report is whole when its shards bring as many cases together.
    ...(settings.shard !== undefined && { shard: settings.shard, casesOfAllShards: cases }),
    allowWrites: settings.writable,
    strict: settings.strict,
    ...(settings.keepValues && { keepValues: true }),
    tokens: [...settings.tokens.keys()],
    grants: Object.fromEntries([...settings.grants].map(([role, { grant }]) => [role, grant.kind])),
    pace: { ...limits.pace },
    polling: { ...limits.polling },
    budgets: { ...limits.budgets },
    walkPages: limits.walkPages,
    paths: { ...settings.paths },
    headers: Object.keys(settings.headers),
    subjects: provisioning.subjects.length,
    notes: [...settings.notes],
    ...(settings.kind === 'mock' && {
      mock: { ...settings.mock, faults: [...settings.mock.faults], variants: [...settings.mock.variants] },
    }),
  };
}
