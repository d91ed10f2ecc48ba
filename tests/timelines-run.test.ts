/** Histories of whole runs against the mock: an hour of slow convergence, what the report holds of it, and how long it took. */

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { convergenceOf } from '../src/checks/consistency/convergence.ts';
import { MOCK_DEFAULTS, REMOTE_DEFAULTS } from '../src/harness/facts.ts';
import { reportEvent, reportHistories } from '../src/harness/report-history.ts';
import { createRedactor } from '../src/http/redact.ts';
import type { History } from '../src/model/history.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';
import { CODE, list, lookup, outcome, times, userOf, write } from './fixtures/timelines.ts';

const HOUR_MS = 3_600_000;
const OPEN = createRedactor({ secrets: new Map(), keepValues: true });
const CLOSED = createRedactor({ secrets: new Map(), keepValues: false });

test('an hour of slow convergence takes no time, and is measured', { timeout: 60_000 }, async () => {
  const budgets = {
    ...REMOTE_DEFAULTS.budgets,
    convergenceMs: 3 * HOUR_MS,
    runMs: 1_000 * HOUR_MS,
    newUsers: 2,
    requests: 20_000,
  };
  const started = performance.now();
  const { histories, seconds, violations, records } = await judgeInProcess({
    areas: ['consistency'],
    casePattern: 'consistency.lookup-effect/*',
    processingMs: HOUR_MS,
    visibleMs: HOUR_MS,
    defaults: { ...REMOTE_DEFAULTS, pace: MOCK_DEFAULTS.pace, budgets },
  });
  expect(violations).toEqual([]);
  expect(records.some(({ verdict }) => verdict === 'pass')).toBe(true);
  expect(seconds).toBeGreaterThan(3_600);
  const row = convergenceOf(histories).find(({ operation, view }) => operation === 'POST' && view === 'lookup');
  expect(row?.firstSeenMs?.p50).toBeGreaterThanOrEqual(HOUR_MS);
  expect(performance.now() - started).toBeLessThan(45_000);
});

describe('a report of a run', () => {
  const run = judgeInProcess({ areas: ['consistency'] });
  const definitions = JSON.parse(
    readFileSync(new URL('../schemas/harness/report.schema.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, date: true } });
  const validate = ajv.compile({ $defs: definitions.$defs, type: 'array', items: { $ref: '#/$defs/history' } });

  test('holds every request and every user that was written to, in the published form', async () => {
    const { histories } = await run;
    const told = reportHistories(histories, OPEN);
    expect(validate(JSON.parse(JSON.stringify(told))), JSON.stringify(validate.errors)).toBe(true);
    expect(told).toHaveLength(histories.length);
    for (const kind of ['user', 'request']) expect(told.some(({ subject }) => subject.kind === kind)).toBe(true);
  });

  test('holds no value of a person', async () => {
    const { histories } = await run;
    const text = JSON.stringify(reportHistories(histories, CLOSED));
    expect(text).not.toContain('@example.com');
    expect(text).not.toContain('prooflists');
    expect(text).toContain('\u2039');
  });

  test('measures each kind of operation in each view', async () => {
    const rows = convergenceOf((await run).histories).map(({ operation, view }) => `${operation} ${view}`);
    expect(rows).toEqual(
      expect.arrayContaining(['POST status', 'POST lookup', 'POST list', 'PATCH lookup', 'PUT lookup']),
    );
  });
});

describe('a history in the report', () => {
  const created = [write('POST', 'p0', 'first1'), outcome('p0')];

  test('has equal reads in a row as one', () => {
    const [told] = reportHistories([userOf(...created, ...times(5, lookup('first1')), list('first1'))], OPEN);
    expect(told?.events.map(({ kind, times: many }) => [kind, many])).toEqual([
      ['write', undefined],
      ['outcome', undefined],
      ['read', 5],
      ['read', undefined],
    ]);
  });

  test('keeps the beginning and the end of a long one, and counts the rest', () => {
    const flutter = Array.from({ length: 100 }, (_, index) => lookup(`value-${index}`));
    const [told] = reportHistories([userOf(...created, ...flutter)], OPEN);
    expect(told).toMatchObject({ moreEvents: 42 });
    expect(told?.events).toHaveLength(60);
  });

  test('has few subjects even where a run had many', () => {
    const many: History[] = Array.from({ length: 400 }, () => userOf(...created));
    expect(reportHistories(many, OPEN).length).toBeLessThanOrEqual(250);
  });

  test('has a pseudonym for a value of a person, the same one each time', () => {
    const { events } = userOf(...created, lookup('first1'), lookup('first1'));
    const told = events.map((event) => JSON.stringify(reportEvent(event, CLOSED)));
    expect(told.join()).not.toContain('first1');
    const names = told.flatMap((text) => /\u2039[0-9a-f]{8}\u203a/.exec(text)?.[0] ?? []);
    expect(new Set(names).size).toBe(1);
    expect(told.join()).toContain(CODE);
  });
});

describe('convergence', () => {
  test('is measured from the acceptance to the first right read, and to the first that stayed', () => {
    const history = userOf(
      write('PATCH', 'p1', 'second2'),
      outcome('p1'),
      lookup('first1'),
      lookup('second2'),
      lookup('first1'),
      lookup('second2'),
    );
    expect(convergenceOf([history])).toEqual([
      {
        operation: 'PATCH',
        view: 'status',
        writes: 1,
        seen: 1,
        firstSeenMs: { p50: 1_000, p95: 1_000, max: 1_000 },
        stableMs: { p50: 1_000, p95: 1_000, max: 1_000 },
      },
      {
        operation: 'PATCH',
        view: 'lookup',
        writes: 1,
        seen: 1,
        firstSeenMs: { p50: 3_000, p95: 3_000, max: 3_000 },
        stableMs: { p50: 5_000, p95: 5_000, max: 5_000 },
      },
    ]);
  });

  test('counts what was never seen', () => {
    const history = userOf(write('PATCH', 'p1', 'second2'), outcome('p1'), ...times(3, lookup('first1')));
    expect(convergenceOf([history])[1]).toEqual({ operation: 'PATCH', view: 'lookup', writes: 1, seen: 0 });
  });
});
