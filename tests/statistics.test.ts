/** What two parts of one run say together. */

import { expect, test } from 'vitest';
import type { ReportHistory } from '../src/model/report.ts';
import { historyOfParts, statisticsOfParts } from '../src/model/statistics.ts';
import { violatingReport } from './fixtures/report-sample.ts';

test('what was sent and waited adds up, cases were counted already', () => {
  const { statistics } = violatingReport();
  const both = statisticsOfParts(statistics, {
    ...statistics,
    cases: 7,
    waited: { paceMs: 1, throttledMs: 2, retryMs: 3 },
  });
  expect(both.requests).toBe(2 * statistics.requests);
  expect(both.bytes).toBe(2 * statistics.bytes);
  expect(both.wallMs).toBe(2 * statistics.wallMs);
  expect(both.cases).toBe(7);
  expect(both.waited?.retryMs).toBe((statistics.waited?.retryMs ?? 0) + 3);
  for (const [area, row] of Object.entries(statistics.perArea)) {
    const own = both.perArea[area as keyof typeof both.perArea];
    expect(own).toMatchObject({ requests: 2 * row.requests, cases: row.cases });
  }
  const { waited: _, perRequirement: __, ...old } = statistics;
  expect(statisticsOfParts(old, old).waited).toEqual({ paceMs: 0, throttledMs: 0, retryMs: 0 });
});

test('each subject has one history, from the first part on', () => {
  const one = (id: string, kind: ReportHistory['events'][number]['kind'], moreEvents?: number): ReportHistory => ({
    subject: { kind: 'user', id },
    events: [{ kind, operation: 'getUser', start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:01Z' }],
    ...(moreEvents !== undefined && { moreEvents }),
  });
  const both = historyOfParts([one('a', 'write', 2), one('b', 'read')], [one('c', 'read'), one('a', 'fault', 3)]);
  expect(
    both.map(({ subject, events, moreEvents }) => [subject.id, events.map(({ kind }) => kind), moreEvents]),
  ).toEqual([
    ['a', ['write', 'fault'], 5],
    ['b', ['read'], undefined],
    ['c', ['read'], undefined],
  ]);
});
