/** `completion SHELL` prints a script; pressing Tab then asks this program for commands, flags and their values. */

import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { AREAS, PROFILES, REVISIONS } from '../model/requirement.ts';

interface Value {
  readonly value: string;
  readonly description: string;
}

const plain = (words: readonly string[]): readonly Value[] => words.map((value) => ({ value, description: '' }));

/** Whether the shell asks; only then are the values of flags worth loading. */
export function isCompleting(argv: readonly string[]): boolean {
  return argv[2] === 'complete';
}

async function valuesOf(): Promise<ReadonlyMap<string, readonly Value[]>> {
  const [{ loadFaults }, { listVariants }] = await Promise.all([
    import('../mock/faults/catalogue.ts'),
    import('../mock/variants.ts'),
  ]);
  const told = ({ id, summary }: { readonly id: string; readonly summary: string }) => ({
    value: id,
    description: summary,
  });
  return new Map([
    ['revision', plain(REVISIONS)],
    ['profile', plain(PROFILES)],
    ['area', plain(AREAS)],
    ['fault', (await loadFaults()).map(told)],
    ['variant', listVariants().map(told)],
  ]);
}

export async function addCompletion(program: Command, argv: readonly string[]): Promise<void> {
  const root = tab(program, { completionCommandName: 'completion' });
  program.commands.find((one) => one.name() === 'completion')?.description('print a completion script for a shell');
  if (!isCompleting(argv)) return;
  const values = await valuesOf();
  for (const command of root.commands.values()) {
    for (const [name, option] of command.options) {
      const known = values.get(name);
      if (known === undefined) continue;
      option.isBoolean = false;
      option.handler = (complete) => {
        for (const { value, description } of known) complete(value, description);
      };
    }
  }
}
