import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { blockersOf, openByReason, outcomeSentence, slowestArea } from '../src/reporters/facts.ts';
import {
  byteSize,
  duration,
  grouped,
  moment,
  oneLine,
  repeatCommand,
  shellWord,
  visible,
} from '../src/reporters/format.ts';
import { HOSTILE } from './fixtures/report-extremes.ts';
import {
  conformingReport,
  emptyReport,
  inconclusiveReport,
  partialReport,
  violatingReport,
} from './fixtures/report-sample.ts';

describe('how it came out, in one sentence', () => {
  it.each([
    ['violations', violatingReport(), '1 of 11 requirements is violated, and 3 MUSTs could not be judged.'],
    ['inconclusive', inconclusiveReport(), 'Nothing is violated, but 3 MUSTs could not be judged.'],
    ['nothing', emptyReport(), 'Nothing was judged.'],
    ['no MUST', { ...conformingReport(), requirements: [] }, 'No MUST was asked about.'],
  ])('%s', (_name, report, sentence) => {
    expect(outcomeSentence(report)).toBe(sentence);
  });

  it('a run that conforms counts what it stands on, and what it does not keep', () => {
    const report = conformingReport();
    expect(outcomeSentence(report)).toMatch(/^\d MUSTs were judged, and every one is kept\.$/);
    const requirements = report.requirements.map((one, index) =>
      index === 0 ? { ...one, level: 'SHOULD' as const, verdict: 'fail' as const, impact: 'warning' as const } : one,
    );
    expect(outcomeSentence({ ...report, requirements })).toMatch(/; 1 SHOULD is not\.$/);
  });
});

describe('format', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_000, '1.0 s'],
    [59_940, '59.9 s'],
    [125_000, '2 min 5 s'],
    [7_200_000, '120 min 0 s'],
  ])('duration of %d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [512, '512 B'],
    [30_912, '31 KB'],
    [4_190_204, '4.2 MB'],
  ])('size of %d bytes is %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
  });

  it('groups thousands and dates the same on every machine', () => {
    expect([grouped(999), grouped(1_234_567)]).toEqual(['999', '1,234,567']);
    expect(moment('2026-11-22T01:30:59.999Z')).toBe('2026-11-22 01:30 UTC');
    expect(moment('yesterday')).toBe('yesterday');
  });

  it('shows control and direction characters instead of obeying them', () => {
    expect(visible(HOSTILE.direction)).toBe('abc\\u202egnp.exe');
    expect(visible('half \ud83d of a pair')).toBe('half \ufffd of a pair');
    expect(visible('tab\tand\nline stay, as does 😀')).toBe('tab\tand\nline stay, as does 😀');
    expect(oneLine('first\r\nsecond\u2028third')).toBe('first second third');
    expect(oneLine('abcdef', 4)).toBe('abc…');
  });

  it('quotes a shell word so that a shell gives it back', () => {
    for (const text of ["it's", '$(touch x)', '`x`', 'a b', '', '*', HOSTILE.script]) {
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
    }
  });
});

describe('repeat command', () => {
  it('names the target file, the revision and the case', () => {
    expect(repeatCommand(violatingReport(), 'envelope.total-results/every-response')).toBe(
      "npx spend-conformance run --target targets/sandbox-eu.yaml --revision 2024-03 --case 'envelope.total-results/every-response'",
    );
  });

  it('takes the population and the faults of the embedded mock along', () => {
    const plain = conformingReport();
    const configuration = {
      target: 'embedded mock',
      mock: { faults: ['page-too-long'], variants: [], users: 201, seed: 1 },
    };
    expect(repeatCommand({ ...plain, run: { ...plain.run, configuration } }, 'a.b/c')).toBe(
      "npx spend-conformance run --target mock --users 201 --seed 1 --fault page-too-long --revision 2024-03 --case 'a.b/c'",
    );
  });

  it('falls back to the URL with the profiles of the run', () => {
    const plain = conformingReport();
    const configuration = { profiles: ['retrieval', 'provisioning'], allowWrites: true, strict: true };
    expect(repeatCommand({ ...plain, run: { ...plain.run, configuration } }, 'a.b/c')).toBe(
      "npx spend-conformance run --target https://sandbox.example.com/eu --profile retrieval --profile provisioning --allow-writes --revision 2024-03 --strict --case 'a.b/c'",
    );
  });
});

describe('facts', () => {
  it('finds what blocks certification', () => {
    const { grade, violations, open } = blockersOf(violatingReport());
    expect(grade).toHaveLength(2);
    expect(violations.map((one) => one.id)).toEqual(['pagination.page-size-outside']);
    expect(open.map((one) => one.id)).toEqual([
      'authorization.missing-scope',
      'consistency.converges',
      'lookup.equals-list-entry',
    ]);
    expect(blockersOf(conformingReport())).toEqual({ grade: [], violations: [], open: [] });
  });

  it('leaves out what lies outside the selection', () => {
    expect(blockersOf(partialReport()).open).toEqual([]);
    expect(openByReason(partialReport().requirements)).toEqual([]);
  });

  it('knows the slowest area', () => {
    expect(slowestArea(violatingReport())?.area).toBe('consistency');
  });
});
