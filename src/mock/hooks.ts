/**
 * Runs the hooks of the faults and variants of one world, and counts which faults really changed something, so that a
 * proof can tell a fault nobody triggered from one nobody noticed.
 */

import { equalJson, type Json } from '../model/json.ts';
import type { Revision } from '../model/requirement.ts';
import type { Corruption, Fault, Hook, Scratch, Stages, Variant } from './fault.ts';

interface Carrier {
  readonly id: string;
  readonly corrupt: Corruption;
  readonly scratch: Scratch;
}

function createScratch(): Scratch {
  const counts = new Map<string, number>();
  const kept = new Map<string, Json>();
  return {
    count(key = '') {
      const next = (counts.get(key) ?? 0) + 1;
      counts.set(key, next);
      return next;
    },
    recall: (key) => kept.get(key),
    keep: (key, value) => {
      kept.set(key, value);
    },
  };
}

/** Every value of a stage is plain data; functions and lazy members do not occur in what stages hand over. */
function isJson(value: unknown): value is Json {
  return typeof value !== 'function' && typeof value !== 'symbol';
}

function differs(left: unknown, right: unknown): boolean {
  if (left === right) return false;
  if (left === undefined || right === undefined) return true;
  return isJson(left) && isJson(right) ? !equalJson(left, right) : true;
}

export class Hooks {
  readonly applied = new Map<string, number>();
  readonly #carriers: readonly Carrier[];
  readonly #stages: ReadonlySet<string>;

  constructor(revision: Revision, faults: readonly Fault[], variants: readonly Variant[]) {
    const holding = [...variants, ...faults].filter((one) => one.revisions?.includes(revision) ?? true);
    this.#carriers = holding.map(({ id, corrupt }) => ({ id, corrupt, scratch: createScratch() }));
    this.#stages = new Set(this.#carriers.flatMap((one) => Object.keys(one.corrupt)));
    for (const { id } of [...variants, ...faults]) this.applied.set(id, 0);
  }

  /** Whether any hook stands at this stage; without one, the mock may take its short cuts. */
  has(stage: keyof Stages): boolean {
    return this.#stages.has(stage);
  }

  run<Name extends keyof Stages>(
    stage: Name,
    value: Stages[Name]['value'],
    at: Stages[Name]['at'],
  ): Stages[Name]['value'] {
    if (!this.#stages.has(stage)) return value;
    let current = value;
    for (const { id, corrupt, scratch } of this.#carriers) {
      const hook: Hook<Name> | undefined = corrupt[stage];
      if (hook === undefined) continue;
      const next = hook(current, at, scratch);
      if (differs(current, next)) this.applied.set(id, (this.applied.get(id) ?? 0) + 1);
      current = next;
    }
    return current;
  }
}
