import { describe, expect, it } from 'vitest';
import { renderSummary } from '../src/reporters/summary.ts';
import { renderTerminalSummary } from '../src/reporters/terminal.ts';
import { hostileReport, hugeReport } from './fixtures/report-extremes.ts';
import {
  conformingReport,
  emptyReport,
  inconclusiveReport,
  partialReport,
  violatingReport,
} from './fixtures/report-sample.ts';

const REPORTS = {
  conforming: conformingReport(),
  violating: violatingReport(),
  inconclusive: inconclusiveReport(),
  partial: partialReport(),
  empty: emptyReport(),
  huge: hugeReport(),
  hostile: hostileReport(),
};

describe('summary.md', () => {
  it('reads as it did', async () => {
    await expect(renderSummary(REPORTS.violating)).toMatchFileSnapshot('golden/summary-violations.md');
    await expect(renderSummary(REPORTS.conforming)).toMatchFileSnapshot('golden/summary-conforms.md');
  });

  it('names every violation with its statement, its first problem and a curl', () => {
    const text = renderSummary(REPORTS.violating);
    expect(text).toContain('### `pagination.page-size-outside`');
    expect(text).toContain('A page size above the maximum is refused or clamped to the maximum.');
    expect(text).toContain('A page of 101 was asked for and 101 resources came.');
    expect(text).toMatch(/```sh\ncurl .*\n```/);
  });

  it('groups what could not be judged by reason', () => {
    const text = renderSummary(REPORTS.inconclusive);
    expect(text).toContain('**throttled** (1)');
    expect(text).toContain('**untested** (1)');
  });

  it('does not list as open what the run did not ask for', () => {
    expect(renderSummary(REPORTS.partial)).not.toContain('Could not be judged');
  });

  it('says so when nothing was judged', () => {
    expect(renderSummary(REPORTS.empty)).toContain('Nothing was judged.');
  });

  it('stays a page, however much failed', () => {
    expect(renderSummary(REPORTS.huge).length).toBeLessThan(60_000);
  });

  it('lets no text of a target become HTML, a link or a table cell', () => {
    const text = renderSummary(REPORTS.hostile);
    const outsideCode = text.replaceAll(/(`+)[\s\S]*?\1/g, '');
    expect(outsideCode).not.toMatch(/<(?!br)\w/);
    expect(outsideCode).not.toContain('](javascript');
    const rows = text.split('\n').filter((line) => line.startsWith('| errors'));
    expect(rows).toHaveLength(1);
  });
});

describe('terminal summary', () => {
  const show = (report: (typeof REPORTS)['huge'], colour = false) =>
    renderTerminalSummary(report, { reportPath: 'reports/latest/report.html', colour });

  it('reads as it did', async () => {
    await expect(show(REPORTS.violating)).toMatchFileSnapshot('golden/terminal-violations.txt');
    await expect(show(REPORTS.conforming)).toMatchFileSnapshot('golden/terminal-conforms.txt');
  });

  it.each(Object.entries(REPORTS))('fits one screen: %s', (_name, report) => {
    const lines = show(report).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it('puts the grade and its reasons first', () => {
    expect(show(REPORTS.violating).split('\n')[0]).toBe(
      'EXPLORATORY  the convergence budget is 2m instead of 10m; 1 deviation is declared',
    );
  });

  it('names the first violations and counts the others', () => {
    const text = show(REPORTS.huge);
    expect(text).toMatch(/resource\.rule-\d+: Condition 0 came back as something else\./);
    expect(text).toMatch(/and \d+ more violations/);
  });

  it('names open MUSTs when nothing failed', () => {
    expect(show(REPORTS.inconclusive)).toContain('lookup.equals-list-entry: no case ran');
  });

  it('differs in colour alone when colour is wanted', () => {
    const coloured = show(REPORTS.violating, true);
    expect(coloured).not.toBe(show(REPORTS.violating));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with one
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(show(REPORTS.violating));
  });

  it('lets no text of a target steer the terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
    expect(show(REPORTS.hostile)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
