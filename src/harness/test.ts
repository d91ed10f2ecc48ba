/**
 * The one binding of cases to Playwright. A test asks the engine for a verdict and shows it. Under our CLI a red test
 * does not throw (a throw costs a worker; the reporter sets the status); under plain Playwright it throws as usual.
 */

import { _baseTest as test } from '@playwright/test';
import { label } from 'allure-js-commons';
import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import { groupBy } from '../model/group.ts';
import { LINK_VARIABLE, QUIET_RED_VARIABLE, RED_ANNOTATION } from '../model/link.ts';
import type { Area } from '../model/requirement.ts';
import type { Case } from './case.ts';
import { askVerdict, type LinkedVerdict } from './link.ts';
import { casesForSettings } from './selection.ts';
import { resolveSettings } from './settings.ts';

/** Declares one test for each case of an area that the run's settings select. */
export function describeArea(area: Area, table: (contract: Contract) => readonly Case[]): void {
  const settings = resolveSettings({}, process.env);
  const contract = loadContract(settings.revision);
  const selected = casesForSettings(table(contract), contract, settings);
  test.describe(area, () => {
    for (const [id, cases] of groupBy(selected, (one) => one.requirement)) {
      const { level, statement } = contract.requirement(id);
      test.describe(id, () => {
        for (const one of cases) {
          const details = {
            tag: [`@${area}`, `@${id}`, `@${level}`],
            // Allure makes labels of these at collection; one verdict label is all that is left for the run.
            annotation: [
              { type: 'case', description: one.id },
              { type: 'description', description: `${id} (${level}): ${statement}` },
              { type: 'allure.label.requirement', description: id },
              { type: 'allure.label.level', description: level },
              { type: 'allure.label.feature', description: area },
            ],
          };
          test(one.name, details, () => showVerdict(one));
        }
      });
    }
  });
}

async function showVerdict(one: Case): Promise<void> {
  const link = process.env[LINK_VARIABLE];
  if (link === undefined) throw new Error(`${LINK_VARIABLE} is not set: use the project's own playwright.config.ts`);
  const verdict = await askVerdict(link, one.id);
  const { record, impact } = verdict;
  const info = test.info();
  info.annotations.push({ type: 'verdict', description: `${record.verdict} (${impact})` });
  await label('verdict', record.verdict);
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
