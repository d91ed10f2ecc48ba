/**
 * The one binding of cases to Playwright. A test asks the engine for a verdict and shows it. Under our CLI a red test
 * does not throw (a throw costs a worker; the reporter sets the status); under plain Playwright it throws as usual.
 */

import { readFileSync } from 'node:fs';
import { _baseTest as test } from '@playwright/test';
import { label } from 'allure-js-commons/sync';
import type { Contract } from '../contract/contract.ts';
import { explain } from '../model/errors.ts';
import { groupBy } from '../model/group.ts';
import { LINK_VARIABLE, QUIET_RED_VARIABLE, RED_ANNOTATION, SELECTION_VARIABLE } from '../model/link.ts';
import type { Area } from '../model/requirement.ts';
import type { Case } from './case.ts';
import { askVerdict, type LinkedVerdict } from './link.ts';
import type { ShownCase } from './shown-cases.ts';

interface CaseTable {
  readonly cases: (contract: Contract) => readonly Case[];
}

export { test };

/** The cases of one requirement, in the order of the table. */
export interface ShownRequirement {
  readonly id: string;
  readonly cases: readonly ShownCase[];
}

/**
 * The cases of an area that the run's settings select, by requirement. Tests are declared in the suites, so that editors
 * find them there. The table is loaded only where no engine has written down its selection, as for `--list`.
 */
export async function casesOf(area: Area, loadTable: () => Promise<CaseTable>): Promise<readonly ShownRequirement[]> {
  const shown = selectionOnFile()?.filter((one) => one.area === area) ?? (await selectHere(loadTable));
  return [...groupBy(shown, (one) => one.requirement)].map(([id, cases]) => ({ id, cases }));
}

/** All that the run's engine judges, in the order in which it has verdicts; groups are neighbours of one requirement. */
export function casesInOrder(): readonly (ShownRequirement & { readonly area: Area })[] {
  const groups: { id: string; area: Area; cases: ShownCase[] }[] = [];
  for (const one of selectionOnFile() ?? []) {
    const last = groups.at(-1);
    if (last?.id === one.requirement) last.cases.push(one);
    else groups.push({ id: one.requirement, area: one.area, cases: [one] });
  }
  return groups;
}

function selectionOnFile(): readonly ShownCase[] | undefined {
  const file = process.env[SELECTION_VARIABLE];
  // Written by this program a moment ago.
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as readonly ShownCase[]);
}

async function selectHere(loadTable: () => Promise<CaseTable>): Promise<readonly ShownCase[]> {
  const [{ loadContract }, { casesForSettings }, { resolveSettings }, { shownCasesOf }, table] = await Promise.all([
    import('../contract/load.ts'),
    import('./selection.ts'),
    import('./settings.ts'),
    import('./shown-cases.ts'),
    loadTable(),
  ]);
  try {
    const settings = resolveSettings({}, process.env);
    const contract = loadContract(settings.revision);
    return shownCasesOf(casesForSettings(table.cases(contract), contract, settings), contract);
  } catch (error) {
    // Playwright prints the stack; what the reader needs is the message.
    const plain = new Error(explain(error));
    plain.stack = plain.message;
    throw plain;
  }
}

/** Allure makes labels of these at collection; one verdict label is all that is left for the run. */
export function detailsOf({ id, area, requirement, level, statement }: ShownCase) {
  return {
    tag: [`@${area}`, `@${requirement}`, `@${level}`],
    annotation: [
      { type: 'case', description: id },
      { type: 'description', description: `${requirement} (${level}): ${statement}` },
      { type: 'allure.label.requirement', description: requirement },
      { type: 'allure.label.level', description: level },
      { type: 'allure.label.feature', description: area },
    ],
  };
}

/** Asks the engine for the verdict on a case and shows it as this test's. */
export async function showVerdict(one: ShownCase): Promise<void> {
  const link = process.env[LINK_VARIABLE];
  if (link === undefined) throw new Error(`${LINK_VARIABLE} is not set: use the project's own playwright.config.ts`);
  const verdict = await askVerdict(link, one.id);
  const { record, impact } = verdict;
  const info = test.info();
  info.annotations.push({ type: 'verdict', description: `${record.verdict} (${impact})` });
  label('verdict', record.verdict);
  if (impact === 'violation') return showRed(verdict);
  if (impact === 'warning') {
    info.annotations.push({ type: 'warning', description: record.problems[0]?.message ?? record.verdict });
  }
  if (record.verdict === 'inconclusive' || record.verdict === 'not-exercised') {
    test.skip(true, `${record.verdict}${record.reason ? ` (${record.reason})` : ''}: ${record.detail ?? ''}`);
  }
}

function showRed(verdict: LinkedVerdict): void {
  const text = redText(verdict);
  if (process.env[QUIET_RED_VARIABLE] === '1') {
    test.info().annotations.push({ type: RED_ANNOTATION, description: text });
    return;
  }
  const error = new Error(text);
  error.stack = text;
  throw error;
}

/** Every problem with what was expected and found, then the command that repeats the exchange. */
function redText({ record, level }: LinkedVerdict): string {
  const lines = record.problems.map((problem) => {
    const where = problem.pointer === undefined ? '' : ` at ${problem.pointer || '/'}`;
    const compared =
      problem.expected === undefined && problem.actual === undefined
        ? ''
        : `\n    expected ${JSON.stringify(problem.expected ?? null)}\n    found    ${JSON.stringify(problem.actual ?? null)}`;
    const curl = record.evidence[problem.exchange]?.curl;
    return `  ${problem.message}${where}${compared}${curl ? `\n    ${curl}` : ''}`;
  });
  return `${record.requirement} (${level}) is violated\n${lines.join('\n')}`;
}
