/**
 * JUnit XML for build servers: a suite an area, a test case a case. A violation is a failure, what could not be judged
 * is skipped with its reason, and a warning passes with its text. Derived from the report alone.
 */

import type { ConformanceReport, ReportCase, ReportRequirement } from '../model/report.ts';
import { NOT_SELECTED } from '../model/report.ts';
import { type AreaSection, openReason, sectionsOf } from './facts.ts';
import { oneLine, valueText, visible } from './format.ts';

/** At most so many problems are printed for one case; the rest is in report.json. */
const MOST_PROBLEMS = 10;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Everything a build server can show: verdicts, reasons, and how to repeat a request that failed. */
export function renderJUnit(report: ConformanceReport): string {
  const suites = sectionsOf(report).map((section) => suiteOf(report, section));
  const attributes = {
    name: 'spend-conformance',
    tests: sum(suites, 'tests'),
    failures: sum(suites, 'failures'),
    errors: 0,
    skipped: sum(suites, 'skipped'),
    time: seconds(report.statistics.wallMs),
    timestamp: report.run.startedAt,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${block(
    'testsuites',
    attributes,
    suites.map((suite) => suite.xml),
    0,
  )}\n`;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function sum(suites: readonly Counts[], key: keyof Counts): number {
  return suites.reduce((total, suite) => total + suite[key], 0);
}

function suiteOf(report: ConformanceReport, { area, requirements }: AreaSection): Counts & { readonly xml: string } {
  const rows = requirements.flatMap((requirement) => [
    ...requirement.cases.map((one) => caseOf(requirement, one)),
    ...(requirement.verdict === 'untested' && requirement.reason !== NOT_SELECTED ? [untestedOf(requirement)] : []),
  ]);
  const counts = {
    tests: rows.length,
    failures: rows.filter((row) => row.kind === 'failure').length,
    skipped: rows.filter((row) => row.kind === 'skipped').length,
  };
  const attributes = {
    name: area,
    ...counts,
    errors: 0,
    time: seconds(report.statistics.perArea[area]?.wallMs ?? 0),
    timestamp: report.run.startedAt,
  };
  const { target, contract, outcome, grade } = report;
  const facts = propertiesOf({ target: target.name, revision: contract.revision, outcome, grade }, 4);
  return { ...counts, xml: block('testsuite', attributes, [facts, ...rows.map((row) => row.xml)], 2) };
}

interface Row {
  readonly kind: 'passed' | 'failure' | 'skipped';
  readonly xml: string;
}

function caseOf(requirement: ReportRequirement, one: ReportCase): Row {
  const attributes = { name: one.name, classname: requirement.id, time: seconds(one.ms) };
  const properties = propertiesOf(
    {
      requirement: requirement.id,
      level: requirement.level,
      verdict: one.verdict,
      case: one.id,
      behaviour: one.behaviour,
      blame: one.blame,
    },
    6,
  );
  const result = resultOf(requirement, one);
  const children = result.element === undefined ? [properties] : [properties, result.element];
  return { kind: result.kind, xml: block('testcase', attributes, children, 4) };
}

/** A rule that no case touched would be invisible here, and invisible looks green. */
function untestedOf(requirement: ReportRequirement): Row {
  const attributes = { name: 'no case ran', classname: requirement.id, time: seconds(0) };
  const properties = propertiesOf({ requirement: requirement.id, level: requirement.level, verdict: 'untested' }, 6);
  const skipped = element('skipped', { message: oneLine(`untested: ${openReason(requirement)}`) }, undefined, 6);
  return { kind: 'skipped', xml: block('testcase', attributes, [properties, skipped], 4) };
}

function resultOf(
  requirement: ReportRequirement,
  one: ReportCase,
): { readonly kind: Row['kind']; readonly element?: string } {
  switch (one.verdict) {
    case 'pass':
      return { kind: 'passed' };
    case 'inconclusive':
    case 'not-exercised': {
      const why = `${one.reason ?? one.verdict}: ${one.detail ?? 'no detail was given'}`;
      return { kind: 'skipped', element: element('skipped', { message: oneLine(why) }, undefined, 6) };
    }
    case 'fail': {
      const first = oneLine(one.problems[0]?.message ?? 'a case failed');
      const text = failureText(requirement, one);
      if (requirement.impact === 'violation')
        return { kind: 'failure', element: element('failure', { message: first, type: 'violation' }, text, 6) };
      if (requirement.impact === 'none')
        return {
          kind: 'skipped',
          element: element('skipped', { message: `fails without impact: ${first}` }, undefined, 6),
        };
      return { kind: 'passed', element: element('system-out', {}, `${requirement.impact}: ${text}`, 6) };
    }
    default:
      return one.verdict satisfies never;
  }
}

function failureText(requirement: ReportRequirement, one: ReportCase): string {
  const lines = [`${requirement.level} ${requirement.id}: ${requirement.statement}`];
  for (const problem of one.problems.slice(0, MOST_PROBLEMS)) {
    lines.push('', problem.message);
    if (problem.pointer !== undefined) lines.push(`  at ${problem.pointer || 'the whole body'}`);
    if (problem.expected !== undefined) lines.push(`  expected ${valueText(problem.expected)}`);
    if (problem.actual !== undefined) lines.push(`  actual   ${valueText(problem.actual)}`);
    const curl = one.evidence[problem.exchange]?.curl;
    if (curl !== undefined) lines.push(`  ${curl}`);
  }
  const more = one.problems.length - MOST_PROBLEMS;
  const hidden = Math.max(0, more) + (one.moreProblems ?? 0);
  if (hidden > 0) lines.push('', `and ${hidden} more`);
  return lines.join('\n');
}

function propertiesOf(values: Attributes, indent: number): string {
  const rows = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [element('property', { name, value }, undefined, indent + 2)],
  );
  return block('properties', {}, rows, indent);
}

function block(name: string, attributes: Attributes, children: readonly string[], indent: number): string {
  const pad = ' '.repeat(indent);
  return `${pad}<${name}${attributeText(attributes)}>\n${children.join('\n')}\n${pad}</${name}>`;
}

function element(name: string, attributes: Attributes, text: string | undefined, indent: number): string {
  const head = `${' '.repeat(indent)}<${name}${attributeText(attributes)}`;
  return text === undefined ? `${head}/>` : `${head}>${escapeXml(text)}</${name}>`;
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXml(oneLine(String(value)))}"`]))
    .join('');
}

/** XML 1.0 has no spelling at all for most control characters, so they are shown instead of written. */
function escapeXml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
