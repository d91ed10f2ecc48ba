/** A comparison as text for a terminal and as Markdown for a job page. JSON is the comparison itself. */

import { duration, moment, oneLine, plural } from '../reporters/format.ts';
import { inline } from '../reporters/markdown.ts';
import type { BehaviourChange, CaseChange, Comparison, RequirementChange } from './compare.ts';

interface Section {
  readonly title: string;
  readonly regression: boolean;
  readonly lines: readonly string[];
}

function sectionsOf(comparison: Comparison): readonly Section[] {
  const cases = (list: readonly CaseChange[]) =>
    list.map((one) => `${one.id} (${one.level}): ${one.before} -> ${one.after}${one.detail ? `: ${one.detail}` : ''}`);
  const requirements = (list: readonly RequirementChange[]) =>
    list.map((one) => `${one.id}: ${one.before ?? 'nothing'} -> ${one.after ?? 'nothing'}`);
  const behaviours = (list: readonly BehaviourChange[]) =>
    list.map((one) => `${one.id}: ${one.before.join(', ')} -> ${one.after.join(', ')}`);
  const all: readonly Section[] = [
    { title: 'Newly failing', regression: true, lines: cases(comparison.newlyFailing) },
    {
      title: 'Failing for another reason',
      regression: true,
      lines: comparison.changedReason.map((one) => `${one.id} (${one.level}): ${one.detail}; before: ${one.before}`),
    },
    { title: 'No longer judged', regression: true, lines: requirements(comparison.newlyInconclusive) },
    { title: 'Fixed', regression: false, lines: cases(comparison.fixed) },
    { title: 'No longer executed', regression: false, lines: cases(comparison.noLongerExecuted) },
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
      lines: comparison.slower.map((one) => `${one.id}: p95 ${duration(one.beforeMs)} -> ${duration(one.afterMs)}`),
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
  ];
  return [
    regressions === 0 ? 'No regression' : plural(regressions, 'regression'),
    `${side(before)} -> ${side(after)}`,
    ...notes,
  ];
}

export function comparisonText(comparison: Comparison): string {
  const sections = sectionsOf(comparison).flatMap(({ title, regression, lines }) => [
    '',
    `${title} (${lines.length})${regression ? ' REGRESSION' : ''}`,
    ...lines.map((line) => `  ${oneLine(line)}`),
  ]);
  const quiet = sections.length === 0 ? ['Nothing changed.'] : [];
  return [...headline(comparison).map((line) => oneLine(line)), ...sections, ...quiet].join('\n');
}

export function comparisonMarkdown(comparison: Comparison): string {
  const [title = '', ...facts] = headline(comparison);
  const sections = sectionsOf(comparison).flatMap(({ title: name, lines }) => [
    '',
    `## ${name} (${lines.length})`,
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
