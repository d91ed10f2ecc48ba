/** A comparison as text for a terminal and as Markdown for a job page. JSON is the comparison itself. */

import { groupBy } from '../model/group.ts';
import { duration, moment, oneLine, plural } from '../reporters/format.ts';
import { inline } from '../reporters/markdown.ts';
import type { CaseChange, Comparison, MissingCase, RequirementChange } from './compare.ts';
import type { BehaviourChange } from './compare-measures.ts';

interface Section {
  readonly title: string;
  readonly regression: boolean;
  readonly lines: readonly string[];
  /** Where one line stands for several changes. */
  readonly count?: number;
}

/** Missing cases, in one line for a requirement of which none was judged. */
function missing(list: readonly MissingCase[]): readonly string[] {
  return [...groupBy(list, (one) => one.id.split('/')[0] ?? one.id)].flatMap(([requirement, own]) => {
    const [first] = own;
    const why = (one: MissingCase) => `${one.after}${one.detail ? `: ${one.detail}` : ''}`;
    if (first === undefined || first.after === 'not there' || first.after === 'not-exercised') {
      return own.map((one) => `${one.id} (${one.level}): ${one.before} -> ${why(one)}`);
    }
    return [`${requirement} (${first.level}): ${plural(own.length, 'case')} -> ${why(first)}`];
  });
}

function sectionsOf(comparison: Comparison): readonly Section[] {
  const cases = (list: readonly CaseChange[]) =>
    list.map((one) => `${one.id} (${one.level}): ${one.before} -> ${one.after}${one.detail ? `: ${one.detail}` : ''}`);
  const requirements = (list: readonly RequirementChange[]) =>
    list.map((one) => `${one.id}: ${one.before ?? 'nothing'} -> ${one.after ?? 'nothing'}`);
  const behaviours = (list: readonly BehaviourChange[]) =>
    list.map((one) => `${one.id}: ${one.before.join(', ')} -> ${one.after.join(', ')}`);
  const slower = (list: Comparison['slower']) =>
    list.map((one) => `${one.id}: p95 ${duration(one.beforeMs)} -> ${duration(one.afterMs)}`);
  const gone = comparison.noLongerExecuted.filter((one) => one.regression);
  const left = comparison.noLongerExecuted.filter((one) => !one.regression);
  const all: readonly Section[] = [
    { title: 'Newly failing', regression: true, lines: cases(comparison.newlyFailing) },
    {
      title: 'Failing for another reason',
      regression: true,
      lines: comparison.changedReason.map((one) => `${one.id} (${one.level}): ${one.detail}; before: ${one.before}`),
    },
    { title: 'No longer judged', regression: true, lines: requirements(comparison.newlyInconclusive) },
    {
      title: 'No longer executed',
      regression: true,
      lines: missing(gone),
      count: gone.length,
    },
    { title: 'Slower to converge', regression: true, lines: slower(comparison.slower.filter((one) => one.regression)) },
    { title: 'Fixed', regression: false, lines: cases(comparison.fixed) },
    { title: 'New requirements', regression: false, lines: comparison.requirementsAdded },
    { title: 'Requirements gone', regression: false, lines: comparison.requirementsRemoved },
    {
      title: 'Requirements that read differently',
      regression: false,
      lines: requirements(comparison.requirementsChanged),
    },
    {
      title: 'Behaves differently where both are permitted',
      regression: false,
      lines: behaviours(comparison.behaviour),
    },
    {
      title: 'Slower to converge',
      regression: false,
      lines: slower(comparison.slower.filter((one) => !one.regression)),
    },
    {
      title: 'No longer executed, by choice or for lack of data',
      regression: false,
      lines: missing(left),
      count: left.length,
    },
  ];
  return all.filter((one) => one.lines.length > 0);
}

/** `3 regressions` or `no regression`, and what is compared with what. */
function headline({ before, after, regressions }: Comparison): readonly string[] {
  const side = (one: Comparison['before']) => `${one.outcome} (${one.grade}) at ${moment(one.startedAt)}`;
  const notes = [
    ...(before.target === after.target ? [] : [`different targets: ${before.target} and ${after.target}`]),
    ...(before.revision === after.revision ? [] : [`different revisions: ${before.revision} and ${after.revision}`]),
    ...(before.behaviour === after.behaviour
      ? []
      : [`fingerprint of all observations: ${before.behaviour.slice(0, 19)} -> ${after.behaviour.slice(0, 19)}`]),
  ];
  return [
    regressions === 0 ? 'No regression' : plural(regressions, 'regression'),
    `${side(before)} -> ${side(after)}`,
    ...notes,
  ];
}

export function comparisonText(comparison: Comparison): string {
  const sections = sectionsOf(comparison).flatMap(({ title, regression, lines, count = lines.length }) => [
    '',
    `${title} (${count})${regression ? ' REGRESSION' : ''}`,
    ...lines.map((line) => `  ${oneLine(line)}`),
  ]);
  const quiet = sections.length === 0 ? ['Nothing changed.'] : [];
  return [...headline(comparison).map((line) => oneLine(line)), ...sections, ...quiet].join('\n');
}

export function comparisonMarkdown(comparison: Comparison): string {
  const [title = '', ...facts] = headline(comparison);
  const sections = sectionsOf(comparison).flatMap(({ title: name, regression, lines, count = lines.length }) => [
    '',
    `## ${name} (${count})${regression ? ': regression' : ''}`,
    '',
    ...lines.map((line) => `- ${inline(line)}`),
  ]);
  return [
    `# ${title}`,
    '',
    ...facts.map(inline),
    ...(sections.length > 0 ? sections : ['', 'Nothing changed.']),
    '',
  ].join('\n');
}
