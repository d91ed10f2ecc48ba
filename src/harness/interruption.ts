/** How the engine stops a case from inside a send: the case is inconclusive, for a reason that is not the target's. */

import type { Reason } from '../model/finding.ts';

export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly reason: Reason;

  /** Something came back, though nothing that could be read. */
  readonly answered: boolean;

  constructor(reason: Reason, detail: string, answered = false) {
    super(detail);
    this.reason = reason;
    this.answered = answered;
  }
}
