/**
 * What a worker remembers of the clean pass, so that hundreds of faulty runs cost less. It leaves out only what cannot
 * come out differently: an answer that is byte-equal to the clean pass is not parsed again, and where a standing rule
 * found nothing in it, it is not inspected again, for an inspection is a pure function of one exchange.
 */

import type { Case, StandingCase } from '../harness/case.ts';
import { bodyOf } from '../http/recorded.ts';
import type { Body, Exchange } from '../model/exchange.ts';

export interface CleanPass {
  /** The same cases; while learning, what their inspections say is kept, later it is used. */
  wrap(cases: readonly Case[]): readonly Case[];
  bytesOf(text: string): Uint8Array;
  /** The clean pass is over. */
  learned(): void;
}

type Row = Map<string, boolean>;

/** All that an inspection may look at. The digest stands for the bytes of the body. */
function printOf({ operation, role, request, response, startedAt }: Exchange): string {
  const { status, headers, bytes, digest } = response;
  return JSON.stringify([operation, role, request, status, headers, bytes, digest, startedAt]);
}

export function createCleanPass(): CleanPass {
  /** By what an inspection may look at, then by standing case: nothing found, with whether the rule spoke at all. */
  const quiet = new Map<string, Row>();
  const rows = new WeakMap<Exchange, Row>();
  const texts = new Map<string, Uint8Array>();
  /** Holds what the exchanges themselves hold only as long as somebody looks. */
  const bodies: Body[] = [];
  let learning = true;

  /** Every rule looks at the same exchange: what is known of its like is looked up once. */
  const rowOf = (exchange: Exchange): Row => {
    const known = rows.get(exchange);
    if (known !== undefined) return known;
    const print = printOf(exchange);
    const row: Row = quiet.get(print) ?? new Map();
    if (learning) quiet.set(print, row);
    rows.set(exchange, row);
    return row;
  };

  const lookedAt =
    ({ id, inspect }: StandingCase): StandingCase['inspect'] =>
    (exchange, contract) => {
      const row = rowOf(exchange);
      const spoke = learning ? undefined : row.get(id);
      if (spoke !== undefined) return spoke ? [] : undefined;
      const problems = inspect(exchange, contract);
      if (learning && (problems === undefined || problems.length === 0)) row.set(id, problems !== undefined);
      return problems;
    };

  return {
    wrap: (cases) => cases.map((one) => (one.kind === 'standing' ? { ...one, inspect: lookedAt(one) } : one)),
    bytesOf(text) {
      const known = texts.get(text);
      if (known !== undefined) return known;
      const bytes = Buffer.from(text);
      if (learning) texts.set(text, bytes);
      return bytes;
    },
    learned() {
      for (const bytes of texts.values()) bodies.push(bodyOf(bytes));
      learning = false;
    },
  };
}
