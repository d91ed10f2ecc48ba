/** What a run says while it is under way, for each kind of reader. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { wantsColour } from '../src/cli/colour.ts';
import { createProgress, type ProgressKind } from '../src/cli/progress.ts';
import { loadContract } from '../src/contract/load.ts';
import type { PreparedRun } from '../src/harness/prepare.ts';
import type { CaseRecord } from '../src/harness/record.ts';
import { violatingReport } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

const room = mkdtempSync(join(tmpdir(), 'progress-'));
const contract = loadContract('2024-03');
const requirement = contract.requirements.find(
  (one) => one.area === 'pagination' && one.level === 'MUST' && !one.excluded,
);
const id = requirement?.id ?? '';

function setup(kind: ProgressKind, waiting?: string) {
  const said = { error: '', output: '' };
  let now = 1_000;
  const progress = createProgress(
    kind,
    { columns: 80, error: (text) => (said.error += text), output: (text) => (said.output += text) },
    { now: () => now, sleep: async () => {} },
  );
  const cases = ['a', 'b'].map((name) => ({ id: `${id}/${name}`, requirement: id }));
  const waits = { now: () => (waiting === undefined ? [] : [{ what: waiting, sinceMs: 1_000 }]) };
  // Only what progress looks at.
  progress.begin({ contract, selection: { cases }, engine: { waits } } as unknown as PreparedRun, false);
  const judged = (name: string, verdict: CaseRecord['verdict']) =>
    progress.judged({
      id: `${id}/${name}`,
      requirement: id,
      area: 'pagination',
      verdict,
      ms: 5,
    } as unknown as CaseRecord);
  return { progress, judged, said, at: (ms: number) => (now = ms) };
}

describe('progress', () => {
  afterEach(() => vi.useRealTimers());

  test('a log gets a line for an area that is done, with the violations so far', () => {
    const { judged, said, at } = setup('plain');
    judged('a', 'fail');
    expect(said.error).toBe('');
    at(3_500);
    judged('b', 'fail');
    // Two cases that find one requirement broken are one violation, as in the report.
    expect(said.error).toBe('2.5 s: pagination judged, 2 cases (1 of 1 area), 1 violation so far\n');
    judged('b', 'fail');
    expect(said.error.split('\n')).toHaveLength(2);
  });

  test('a log shows what is waited for', () => {
    vi.useFakeTimers();
    const { said, at } = setup('plain', 'the status to be complete');
    at(31_000);
    vi.advanceTimersByTime(16_000);
    expect(said.error).toContain('waiting 30.0 s for the status to be complete');
  });

  test('a terminal gets one line that never wraps and is gone at the end', () => {
    vi.useFakeTimers();
    const { progress, judged, said } = setup('live', 'x'.repeat(200));
    judged('a', 'fail');
    vi.advanceTimersByTime(200);
    const painted = said.error.split('\r').at(-1) ?? '';
    expect(painted).toContain('pagination 1/2 · 1/2 cases · 1 violation');
    expect(painted.replace('\u001b[K', '').length).toBeLessThan(80);
    progress.stop();
    expect(said.error.endsWith('\r\u001b[K')).toBe(true);
    expect(said.output).toBe('');
  });

  test('a machine gets an event a line', () => {
    const { progress, judged, said } = setup('json');
    judged('a', 'fail');
    progress.end(violatingReport(), 1, 'reports/latest/report.html');
    expect(
      said.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'begin', revision: '2024-03', cases: 2 },
      { event: 'case', id: `${id}/a`, verdict: 'fail', impact: 'violation', ms: 5 },
      {
        event: 'end',
        outcome: 'violations',
        grade: 'exploratory',
        violations: 1,
        exit: 1,
        report: 'reports/latest/report.html',
      },
    ]);
    expect(said.error).toBe('');
    progress.stop();
  });

  test('quiet says nothing on the way', () => {
    const { progress, judged, said } = setup('quiet');
    judged('a', 'fail');
    judged('b', 'pass');
    progress.stop();
    expect(said).toEqual({ error: '', output: '' });
  });
});

test('colour only where a terminal has some and nobody said no', () => {
  const colour = (isTTY: boolean, env: NodeJS.ProcessEnv = {}) => wantsColour({ isTTY }, env);
  expect([colour(true), colour(true, { NO_COLOR: '' })]).toEqual([true, true]);
  expect([colour(false), colour(true, { NO_COLOR: '1' }), colour(true, { TERM: 'dumb' })]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the command line: one quiet line that names the first violation, and events that end with the exit code', {
  timeout: 60_000,
}, async () => {
  const run = (...flags: string[]) =>
    runCli(['run', '--area', 'envelope', '--fault', 'envelope-page-number', ...flags]);
  const quiet = await run('--quiet', '--out', join(room, 'quiet'));
  expect(quiet.code).toBe(1);
  expect(quiet.stderr).toBe('');
  expect(quiet.stdout.trim().split('\n')).toHaveLength(1);
  expect(quiet.stdout).toContain('Does not conform (exploratory): 1 violation');
  expect(quiet.stdout).toContain('first: envelope.start-index-echoed: startIndex');
  const json = await run('--json', '--out', join(room, 'json'));
  const events = json.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events[0]).toMatchObject({ event: 'begin' });
  expect(events.at(-1)).toMatchObject({ event: 'end', outcome: 'violations', exit: 1 });
});
