/** The checker over generated histories: a system that is right and slow is never accused, and every break of it is found. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as effects from '../src/checks/consistency/effect-rules.ts';
import type { Judgement, Rule } from '../src/checks/consistency/judgement.ts';
import * as moves from '../src/checks/consistency/request-rules.ts';
import { notUndone } from '../src/checks/consistency/undone-rules.ts';
import * as vain from '../src/checks/consistency/vain-rules.ts';
import * as views from '../src/checks/consistency/view-rules.ts';
import type { History, SeenStatus, StatusEvent } from '../src/model/history.ts';
import {
  type Break,
  followed,
  lived,
  plannedRequests,
  plannedWrites,
  replaced,
} from './fixtures/generated-timelines.ts';
import { holds } from './fixtures/property.ts';

const { wholeReads: _, submissionOf: __, ...moving } = moves;
const OF_REQUESTS: Readonly<Record<string, Rule>> = { ...moving, ...views };
const OF_USERS: Readonly<Record<string, (history: History) => readonly Judgement[]>> = {
  lookup: effects.effectsArrive('lookup'),
  list: effects.effectsArrive('list'),
  settles: effects.settles('lookup'),
  listSettles: effects.settles('list'),
  undone: notUndone,
  agree: effects.viewsAgree,
  early: vain.notEarly,
  refused: vain.refusedInVain,
  error: vain.errorInVain,
  home: (history) => vain.staysHome([history, { ...history, subject: { kind: 'user', id: 'elsewhere' } }]),
};

const accusers = (history: History): readonly string[] =>
  Object.entries(OF_USERS).flatMap(([name, rule]) =>
    rule(history).some((one) => one.outcome === 'violated') ? name : [],
  );
const requestAccusers = (history: History): readonly string[] =>
  Object.entries(OF_REQUESTS).flatMap(([name, rule]) => (rule(history).outcome === 'violated' ? name : []));

describe('a system that is right and slow', () => {
  test('is never accused over its users', async () => {
    await holds(
      300,
      fc.property(plannedWrites, (plan) => {
        expect(accusers(lived(plan, undefined, 0).history)).toEqual([]);
      }),
    );
  });

  test('is never accused over its requests', async () => {
    await holds(
      300,
      fc.property(plannedRequests, (plan) => {
        expect(requestAccusers(followed(plan))).toEqual([]);
      }),
    );
  });

  test('has every last effect confirmed', async () => {
    await holds(
      100,
      fc.property(plannedWrites, (plan) => {
        const told = effects.effectsArrive('lookup')(lived(plan, undefined, 0).history);
        expect(told.filter(({ outcome }) => outcome === 'holds')).toHaveLength(
          1 + plan.filter(({ end }) => end === 'success').length,
        );
      }),
    );
  });
});

const BREAKS: readonly (readonly [what: NonNullable<Break>, rule: string])[] = [
  ['lost', 'lookup'],
  ['lost-in-list', 'list'],
  ['refused-done', 'refused'],
  ['error-done', 'error'],
  ['undone', 'undone'],
];
/** A value that moves back is also recorded as a step back. */
const RECORDED = new Set(['settles', 'listSettles']);

describe('one break of it is found, by its own rule alone', () => {
  test.each(BREAKS)('%s', async (what, rule) => {
    await holds(
      300,
      fc.property(plannedWrites, fc.nat(), (plan, at) => {
        const { history, broken } = lived(plan, what, at);
        if (!broken) return;
        expect(accusers(history).filter((name) => !RECORDED.has(name))).toEqual([rule]);
        const [found] = (OF_USERS[rule]?.(history) ?? []).filter(({ outcome }) => outcome === 'violated');
        expect(found?.outcome === 'violated' && found.witness.length).toSatisfy(
          (size: number) => size >= 2 && size <= 3,
        );
      }),
    );
  });
});

/** What a status may say wrongly, as a change of one read. */
const LIES: readonly (readonly [rule: string, lie: (seen: SeenStatus) => SeenStatus | undefined])[] = [
  [
    'countsAddUp',
    (seen) =>
      seen.counts && !seen.completed
        ? { ...seen, counts: { ...seen.counts, pending: seen.counts.pending + 1 } }
        : undefined,
  ],
  ['noSuccessBefore', (seen) => (seen.completed === false ? { ...seen, success: true } : undefined)],
  ['successMeansNoneFailed', (seen) => (seen.completed ? { ...seen, success: seen.success !== true } : undefined)],
  [
    'staysCompleted',
    (seen) => (seen.completed ? ({ ...seen, completed: false, success: undefined } as never) : undefined),
  ],
  [
    'totalIsSent',
    (seen) =>
      seen.counts
        ? { ...seen, counts: { ...seen.counts, total: seen.counts.total + 1, pending: seen.counts.pending + 1 } }
        : undefined,
  ],
];

describe('one lie of a status is found', () => {
  test.each(LIES)('%s', async (rule, lie) => {
    await holds(
      300,
      fc.property(plannedRequests, fc.nat(), (plan, at) => {
        const history = followed(plan);
        const reads = history.events.filter((event): event is StatusEvent => event.kind === 'status');
        // The first completed read may lie without a contradiction: nothing was said before it.
        const candidates =
          rule === 'staysCompleted' ? reads.slice(reads.findIndex(({ seen }) => seen.completed) + 1) : reads;
        const read = candidates[at % candidates.length];
        const seen = read && lie(read.seen);
        if (!read || !seen) return;
        expect(requestAccusers(replaced(history, read, seen))).toContain(rule);
      }),
    );
  });
});
