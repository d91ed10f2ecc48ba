/**
 * What a run prints at its end: one screen, at most 24 lines of 100 columns. The grade comes first, because a number
 * of passes says little without it. Whether colour is wanted is the caller's business.
 */

import { closesTheGate, gateOf } from '../model/deviation.ts';
import type { ConformanceReport, Tally } from '../model/report.ts';
import { tally } from '../model/report.ts';
import { EXIT } from '../model/verdict.ts';
import {
  type AreaSection,
  blockersOf,
  firstProblem,
  gateSentence,
  openReason,
  sectionsOf,
  slowestArea,
  waitingOf,
} from './facts.ts';
import { byteSize, duration, grouped, MARKS, OUTCOME_WORDS, oneLine, plural, TALLY_KEYS } from './format.ts';

export interface TerminalOptions {
  /** Where report.html was written, as the reader would type it. */
  readonly reportPath: string;
  readonly colour: boolean;
}

const COLUMNS = 100;
const LINES = 24;
const MOST_DEVIATIONS = 3;

const PAINT = { bold: '1', faint: '2', red: '31', green: '32', yellow: '33', magenta: '35', cyan: '36' } as const;
type Colour = keyof typeof PAINT;

const COLOURS: Readonly<Record<keyof Tally, Colour>> = {
  violation: 'red',
  warning: 'yellow',
  inconclusive: 'magenta',
  pass: 'green',
  observation: 'cyan',
  other: 'faint',
};

type Painter = (colour: Colour, text: string) => string;

/** The one-screen summary, without a line break at its end. */
export function renderTerminalSummary(report: ConformanceReport, options: TerminalOptions): string {
  const paint: Painter = (colour, text) => (options.colour ? `\u001b[${PAINT[colour]}m${text}\u001b[0m` : text);
  const head = [...heading(report, paint), ...gate(report, paint), '', ...areaTable(report, paint)];
  const foot = ['', ...footing(report, options, paint)];
  const room = LINES - head.length - foot.length - 1;
  const named = namedProblems(report, room, paint);
  return [...head, ...(named.length > 0 ? ['', ...named] : []), ...foot].join('\n');
}

/** How it came out in one line: what a gate's log shows of it. */
export function renderOneLine(report: ConformanceReport, reportPath: string): string {
  const { title } = OUTCOME_WORDS[report.outcome];
  const counts = tally(report.requirements);
  const { violations, open } = blockersOf(report);
  const first = violations[0] ?? open[0];
  const why =
    first === undefined
      ? ''
      : `; first: ${first.id}: ${violations[0] ? firstProblem(first) : openReason(first)}`.replace(/\.$/, '');
  const counted = TALLY_KEYS.filter((key) => counts[key] > 0 && key !== 'other' && key !== 'observation')
    .map((key) => `${grouped(counts[key])} ${counts[key] === 1 ? MARKS[key].word : MARKS[key].plural}`)
    .join(', ');
  const gated = gateSentence(report);
  const sentence = `${title} (${report.grade}): ${counted || 'nothing was judged'}${why}`.replace(/\.$/, '');
  return oneLine(`${sentence}. ${gated === undefined ? '' : `${gated}. `}${reportPath}`);
}

function heading(report: ConformanceReport, paint: Painter): string[] {
  const outcome = OUTCOME_WORDS[report.outcome];
  const tone = { conforms: 'green', violations: 'red', inconclusive: 'magenta' } as const;
  const grade = report.grade.toUpperCase();
  const counts = tally(report.requirements);
  const counted = TALLY_KEYS.filter((key) => counts[key] > 0)
    .map((key) => `${grouped(counts[key])} ${counts[key] === 1 ? MARKS[key].word : MARKS[key].plural}`)
    .join(', ');
  const title = `${outcome.glyph} ${outcome.title}`;
  return [
    `${paint('bold', grade)}  ${oneLine(report.gradeReasons.join('; '), COLUMNS - grade.length - 2)}`,
    `${paint(tone[report.outcome], paint('bold', title))}  ${oneLine(counted || 'nothing was judged', COLUMNS - title.length - 2)}`,
    paint(
      'faint',
      oneLine(`${report.target.name} at ${report.target.baseUrl}, contract ${report.contract.revision}`, COLUMNS),
    ),
  ];
}

/** What the deviations come to, and the first that is no longer true with the line to change. */
function gate(report: ConformanceReport, paint: Painter): string[] {
  const sentence = gateSentence(report);
  if (sentence === undefined) return [];
  const closing = report.deviations.filter(closesTheGate).slice(0, MOST_DEVIATIONS);
  return [
    paint(gateOf(report).exit === EXIT.conforms ? 'green' : 'red', oneLine(sentence, COLUMNS)),
    ...closing.map((one) => oneLine(`  ${one.place}: ${one.note}`, COLUMNS)),
  ];
}

function areaTable(report: ConformanceReport, paint: Painter): string[] {
  const sections = sectionsOf(report);
  if (sections.length === 0) return [];
  const titles = TALLY_KEYS.map((key) => MARKS[key].plural);
  const widths = titles.map((title) => title.length);
  const head = `${'area'.padEnd(14)}${titles.map((title) => `  ${title}`).join('')}  requests     time`;
  return [paint('faint', head), ...sections.map((section) => areaRow(report, section, widths, paint))];
}

function areaRow(report: ConformanceReport, section: AreaSection, widths: readonly number[], paint: Painter): string {
  const counts = tally(section.requirements);
  const statistics = report.statistics.perArea[section.area];
  const numbers = TALLY_KEYS.map((key, index) => {
    const count = counts[key];
    const text = (count === 0 ? '·' : grouped(count)).padStart(widths[index] ?? 0);
    return `  ${count === 0 ? paint('faint', text) : paint(COLOURS[key], text)}`;
  });
  const requests = grouped(statistics?.requests ?? 0).padStart(8);
  return `${section.area.padEnd(14)}${numbers.join('')}  ${requests}  ${duration(statistics?.wallMs ?? 0).padStart(7)}`;
}

/** The first violations, or where there are none the first open MUSTs, and how many more there are. */
function namedProblems(report: ConformanceReport, room: number, paint: Painter): string[] {
  const { violations, open } = blockersOf(report);
  const rows =
    violations.length > 0
      ? violations.map((one) => ({ id: one.id, text: firstProblem(one), colour: 'red' as const }))
      : open.map((one) => ({ id: one.id, text: openReason(one), colour: 'magenta' as const }));
  if (rows.length === 0 || room < 1) return [];
  const shown = rows.length <= room ? rows : rows.slice(0, Math.max(0, room - 1));
  const lines = shown.map(
    ({ id, text, colour }) => `${paint(colour, id)}: ${oneLine(text, Math.max(20, COLUMNS - id.length - 2))}`,
  );
  const rest = rows.length - shown.length;
  const word = violations.length > 0 ? 'violation' : 'open MUST';
  return rest > 0 ? [...lines, paint('faint', `and ${plural(rest, `more ${word}`)}`)] : lines;
}

function footing(report: ConformanceReport, options: TerminalOptions, paint: Painter): string[] {
  const { statistics } = report;
  const slowest = slowestArea(report);
  const totals = [
    plural(statistics.cases, 'case'),
    plural(statistics.requests, 'request'),
    byteSize(statistics.bytes),
    duration(statistics.wallMs),
    ...(slowest ? [`slowest: ${slowest.area} ${duration(slowest.wallMs)}`] : []),
  ];
  const waiting = waitingOf(report);
  return [
    totals.join(' · '),
    ...(waiting === undefined ? [] : [oneLine(waiting, COLUMNS)]),
    `Report: ${paint('bold', oneLine(options.reportPath))}`,
  ];
}
