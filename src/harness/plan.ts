/** Everything the engine is told before it starts. Values only: where they come from is settings.ts's business. */

import type { Contract } from '../contract/contract.ts';
import type { PaceLimits } from '../http/pace.ts';
import type { Redactor } from '../http/redact.ts';
import type { Transport } from '../http/transport.ts';
import type { Clock } from '../model/clock.ts';
import type { Role } from '../model/exchange.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Case, TargetFacts } from './case.ts';
import type { Borrowed } from './restoring.ts';

export interface EngineOptions {
  readonly contract: Contract;
  /** The cases of this run; nothing else is judged. */
  readonly cases: readonly Case[];
  readonly target: TargetFacts;
  readonly transport: Transport;
  readonly pace: PaceLimits;
  readonly budgets: { readonly responseMs: number; readonly runMs: number; readonly requests: number };
  /** The header value for a role, or undefined for none. */
  readonly authorization: (role: Role) => string | undefined;
  /** The environment variable that holds a role's token; the usual ones without it. */
  readonly variableOf?: (role: Role) => string | undefined;
  /** Paths that replace the revision's own. */
  readonly paths: Readonly<Partial<Record<OperationId, string>>>;
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: () => number;
  /** The order in which cases of one phase are started; their own without it. Verdicts must not depend on it. */
  readonly order?: (cases: readonly Case[]) => readonly Case[];
  readonly onCase?: (record: CaseRecord) => void;
  /** Called before a write that leaves something behind is sent. */
  readonly onLeftovers?: () => void;
  /** Called before somebody is written to who is to be put back at the end. */
  readonly onBorrowed?: (borrowed: Borrowed) => void;
  /** Users whom an earlier part of the same run wrote to and could not put back. */
  readonly borrowed?: readonly Borrowed[];
  /** Verdicts of an earlier part of the same run, by case id: they stand. */
  readonly already?: ReadonlyMap<string, CaseRecord>;
}

export type { CaseRecord } from './record.ts';

import type { CaseRecord } from './record.ts';
