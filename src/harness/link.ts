/** The workers' side of the link: asks the one engine for a verdict. Kept free of everything heavy. */

import { HarnessFault } from '../model/errors.ts';
import type { Impact } from '../model/verdict.ts';
import type { CaseRecord } from './record.ts';

export interface LinkedVerdict {
  readonly record: CaseRecord;
  readonly level: string;
  readonly impact: Impact;
}

export async function askVerdict(link: string, caseId: string): Promise<LinkedVerdict> {
  const response = await fetch(`${link}/verdict?id=${encodeURIComponent(caseId)}`);
  if (!response.ok) {
    throw new HarnessFault(
      `the engine has no verdict for ${caseId}: ${await response.text()}`,
      'Run again; if it happens again, report it with the command you used.',
    );
  }
  return (await response.json()) as LinkedVerdict;
}
