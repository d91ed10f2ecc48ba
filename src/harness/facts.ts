/** Defaults of the two kinds of target, as data: what a run departs from lowers its grade. */

import type { PaceLimits } from '../http/pace.ts';
import type { TargetFacts } from './case.ts';

export interface TargetDefaults {
  readonly pace: PaceLimits;
  readonly polling: TargetFacts['polling'];
  readonly budgets: {
    readonly responseMs: number;
    readonly convergenceMs: number;
    readonly runMs: number;
    readonly requests: number;
    readonly newUsers: number;
  };
  /** Most pages one walk takes. */
  readonly walkPages: number;
}

/** A tenant with people in it: the documented rhythm (first poll after 5 s, growing), and little at once. */
export const REMOTE_DEFAULTS: TargetDefaults = {
  pace: { concurrency: 4, requestsPerSecond: 10 },
  polling: { firstMs: 5_000, factor: 2, maxMs: 60_000, jitter: 0.1 },
  budgets: { responseMs: 30_000, convergenceMs: 600_000, runMs: 3_600_000, requests: 2_000, newUsers: 5 },
  walkPages: 50,
};

/** The embedded mock processes in milliseconds and has nobody to be polite to. */
export const MOCK_DEFAULTS: TargetDefaults = {
  pace: { concurrency: 8 },
  polling: { firstMs: 20, factor: 1.5, maxMs: 250 },
  budgets: { responseMs: 30_000, convergenceMs: 5_000, runMs: 600_000, requests: 20_000, newUsers: 10_000 },
  walkPages: 60,
};
