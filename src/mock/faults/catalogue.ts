/**
 * Every fault there is: whatever a file below this folder exports as `faults`, found by reading the folder, so that a new
 * file needs no entry anywhere. Files without it hold what several bugs share. Loaded only when somebody asks for a fault.
 */

import { readdirSync } from 'node:fs';
import { ConfigurationError, ContractError, didYouMean } from '../../model/errors.ts';
import type { Fault } from '../fault.ts';

function isFaultList(value: unknown): value is readonly Fault[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) => typeof one === 'object' && one !== null && 'id' in one && 'violates' in one && 'corrupt' in one,
    )
  );
}

async function faultsOf(name: string): Promise<readonly Fault[]> {
  const module: { readonly faults?: unknown } = await import(new URL(name, import.meta.url).href);
  if (module.faults === undefined) return [];
  if (isFaultList(module.faults)) return module.faults;
  throw new ContractError(
    `src/mock/faults/${name} exports "faults", and it is no list of faults.`,
    'Export: faults: readonly Fault[].',
  );
}

/** Paths below this folder, as URLs spell them. */
function sourceFiles(): readonly string[] {
  const names = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.[jt]s$/.test(name) && !/^catalogue\./.test(name))
    .sort();
}

/** All faults, sorted by id. */
export async function loadFaults(): Promise<readonly Fault[]> {
  const faults = (await Promise.all(sourceFiles().map(faultsOf))).flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = faults.find((one, index) => faults[index + 1]?.id === one.id);
  if (twice !== undefined) {
    throw new ContractError(
      `The fault "${twice.id}" exists twice.`,
      'Give each fault under src/mock/faults its own id.',
    );
  }
  return faults;
}

/** The faults of these ids. */
export async function findFaults(ids: readonly string[]): Promise<readonly Fault[]> {
  if (ids.length === 0) return [];
  const known = await loadFaults();
  return ids.map((id) => {
    const fault = known.find((one) => one.id === id);
    if (fault !== undefined) return fault;
    throw new ConfigurationError(
      `There is no fault "${id}".${didYouMean(
        id,
        known.map((one) => one.id),
      )}`,
      'List them with: spend-conformance mock --list-faults.',
    );
  });
}
