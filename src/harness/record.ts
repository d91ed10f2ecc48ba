/** What the engine keeps of a judged case, already redacted and free of bodies nobody needs. */

import type { ReportCase } from '../model/report.ts';
import type { Area } from '../model/requirement.ts';

export interface CaseRecord extends ReportCase {
  readonly requirement: string;
  readonly area: Area;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}
