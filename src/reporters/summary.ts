/**
 * summary.md, for the page of a build job: how it came out, why, what failed with a request to repeat, and what could
 * not be judged. The whole story is in report.json; this file is what somebody reads first.
 */

import type { ConformanceReport, ReportRequirement, Spread } from '../model/report.ts';
import { tally } from '../model/report.ts';
import {
  blamedText,
  deviationsByUrgency,
  firstFailure,
  firstProblem,
  gateSentence,
  notesOf,
  openByReason,
  openReason,
  sectionsOf,
  waitingOf,
} from './facts.ts';
import { byteSize, duration, grouped, MARKS, moment, OUTCOME_WORDS, plural, TALLY_KEYS } from './format.ts';
import { code, fenced, inline } from './markdown.ts';

/** A job page is no archive: what lies beyond these bounds is counted and left to report.html. */
const MOST_VIOLATIONS = 50;
const MOST_WARNINGS = 50;
const MOST_OPEN_PER_REASON = 20;

/** The report as Markdown that survives hostile text: no value can end a table row, open HTML or make a link. */
export function renderSummary(report: ConformanceReport): string {
  return `${[
    ...heading(report),
    ...notesOf(report).flatMap((note) => ['', `> ${inline(note)}`]),
    ...deviations(report),
    ...areaTable(report),
    ...failures(report, 'violation', 'Violations', MOST_VIOLATIONS),
    ...failures(report, 'warning', 'Warnings', MOST_WARNINGS),
    ...openRequirements(report),
    ...convergence(report),
    ...footing(report),
  ].join('\n')}\n`;
}

function heading(report: ConformanceReport): string[] {
  const outcome = OUTCOME_WORDS[report.outcome];
  const counts = tally(report.requirements);
  const counted = TALLY_KEYS.filter((key) => counts[key] > 0).map(
    (key) => `${grouped(counts[key])} ${counts[key] === 1 ? MARKS[key].word : MARKS[key].plural}`,
  );
  return [
    `# ${outcome.glyph} ${outcome.title}`,
    '',
    `**Grade: ${report.grade}.** ${report.gradeReasons.map((reason) => inline(reason)).join('; ')}`,
    '',
    `${inline(report.target.name)} at ${code(report.target.baseUrl)}, contract revision ${inline(report.contract.revision)}, ${moment(report.run.startedAt)}.`,
    '',
    `${plural(report.requirements.length, 'requirement')}: ${counted.join(', ') || 'none judged'}.`,
  ];
}

function deviations(report: ConformanceReport): string[] {
  const sentence = gateSentence(report);
  if (sentence === undefined) return [];
  return [
    '',
    '## Deviations',
    '',
    `**${inline(sentence)}.**`,
    '',
    ...deviationsByUrgency(report).map(
      (one) =>
        `- ${inline(one.state)}: ${inline(one.note)} (${code(one.place)}, until ${inline(one.expires)}: ${inline(one.reason)})`,
    ),
  ];
}

function areaTable(report: ConformanceReport): string[] {
  const sections = sectionsOf(report);
  if (sections.length === 0) return ['', 'Nothing was judged.'];
  const rows = sections.map(({ area, requirements }) => {
    const counts = tally(requirements);
    const statistics = report.statistics.perArea[area];
    const numbers = TALLY_KEYS.map((key) => (counts[key] === 0 ? '·' : grouped(counts[key])));
    return `| ${area} | ${numbers.join(' | ')} | ${grouped(statistics?.requests ?? 0)} | ${duration(statistics?.wallMs ?? 0)} |`;
  });
  const titles = TALLY_KEYS.map((key) => MARKS[key].plural);
  return [
    '',
    '## Areas',
    '',
    `| area | ${titles.join(' | ')} | requests | time |`,
    `|---|${'--:|'.repeat(titles.length + 2)}`,
    ...rows,
  ];
}

function failures(report: ConformanceReport, impact: 'violation' | 'warning', title: string, most: number): string[] {
  const failed = report.requirements.filter((one) => one.impact === impact);
  if (failed.length === 0) return [];
  const rest = failed.length - most;
  return [
    '',
    `## ${title}`,
    ...failed.slice(0, most).flatMap((one) => failure(one)),
    ...(rest > 0
      ? ['', `And ${plural(rest, `more ${MARKS[impact].word}`, `more ${MARKS[impact].plural}`)}: see report.html.`]
      : []),
  ];
}

function failure(requirement: ReportRequirement): string[] {
  const failed = requirement.cases.filter((one) => one.verdict === 'fail');
  const first = firstFailure(requirement);
  const exchange = first?.problems[0]?.exchange ?? -1;
  const curl = (first?.evidence[exchange] ?? first?.evidence[0])?.curl;
  return [
    '',
    `### ${code(requirement.id)}`,
    '',
    `${requirement.level}: ${inline(requirement.statement)}`,
    '',
    `- ${inline(firstProblem(requirement))}`,
    ...(requirement.blame === undefined ? [] : [`- blamed on: ${inline(requirement.blame)}`]),
    `- ${plural(failed.length, 'case')} of ${grouped(requirement.cases.length)} failed${first ? `, the first is ${code(first.id)}` : ''}`,
    ...(curl === undefined ? [] : ['', ...fenced(curl)]),
  ];
}

function openRequirements(report: ConformanceReport): string[] {
  const groups = openByReason(report.requirements);
  if (groups.length === 0) return [];
  return [
    '',
    '## Could not be judged',
    ...groups.flatMap(([reason, requirements]) => {
      const rest = requirements.length - MOST_OPEN_PER_REASON;
      const blamed = blamedText(requirements);
      return [
        '',
        `**${inline(reason)}** (${requirements.length})${blamed === '' ? '' : `; blamed on: ${inline(blamed)}`}`,
        '',
        ...requirements
          .slice(0, MOST_OPEN_PER_REASON)
          .map((one) => `- ${code(one.id)} (${one.level}): ${inline(openReason(one))}`),
        ...(rest > 0 ? [`- and ${rest} more`] : []),
      ];
    }),
  ];
}

function convergence({ statistics }: ConformanceReport): string[] {
  const rows = statistics.convergence ?? [];
  if (rows.length === 0) return [];
  const numbers = (spread: Spread | undefined): string =>
    spread ? [spread.p50, spread.p95, spread.max].map(duration).join(' | ') : '– | – | –';
  return [
    '',
    '## Convergence',
    '',
    'From the moment a write was accepted: first seen, and stable.',
    '',
    '| operation | in | seen | first p50 | p95 | max | stable p50 | p95 | max |',
    `|---|---|${'--:|'.repeat(7)}`,
    ...rows.map(
      (row) =>
        `| ${inline(row.operation)} | ${row.view} | ${row.seen} of ${row.writes} | ${numbers(row.firstSeenMs)} | ${numbers(row.stableMs)} |`,
    ),
  ];
}

function footing(report: ConformanceReport): string[] {
  const { statistics, tool } = report;
  const totals = [
    plural(statistics.cases, 'case'),
    plural(statistics.requests, 'request'),
    byteSize(statistics.bytes),
    duration(statistics.wallMs),
  ];
  const waiting = waitingOf(report);
  return [
    '',
    '---',
    ...(waiting === undefined ? [] : ['', `${inline(waiting)}.`]),
    '',
    `${totals.join(', ')} · ${inline(tool.name)} ${inline(tool.version)} (${inline(tool.commit)})`,
  ];
}
