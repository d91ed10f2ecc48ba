/** What a target file says about pace, polling and budgets, over the defaults of a remote target. */

import { REMOTE_DEFAULTS, type TargetDefaults } from './facts.ts';
import { durationMs, type TargetFile } from './target-file.ts';

/** The file's limits where it names some, the remote defaults elsewhere. */
export function limitsOf(file: TargetFile): TargetDefaults {
  const { pace, polling, budgets, walkPages } = REMOTE_DEFAULTS;
  return {
    pace: { ...pace, ...file.pace },
    polling: {
      ...polling,
      firstMs: durationMs(file.polling?.first, polling.firstMs),
      factor: file.polling?.factor ?? polling.factor,
      maxMs: durationMs(file.polling?.max, polling.maxMs),
    },
    budgets: {
      responseMs: durationMs(file.budgets?.response, budgets.responseMs),
      convergenceMs: durationMs(file.budgets?.convergence, budgets.convergenceMs),
      runMs: durationMs(file.budgets?.run, budgets.runMs),
      requests: file.budgets?.requests ?? budgets.requests,
      newUsers: file.budgets?.newUsers ?? budgets.newUsers,
    },
    walkPages,
  };
}

/** Pace is courtesy and changes no verdict; budgets and rhythm can, so they lower the grade. */
export function departuresOf(limits: TargetDefaults): string[] {
  const differs = (what: string, own: object, standard: object) =>
    JSON.stringify(own) === JSON.stringify(standard) ? [] : [`${what} differ from the defaults`];
  return [
    ...differs('budgets', limits.budgets, REMOTE_DEFAULTS.budgets),
    ...differs('polling intervals', limits.polling, REMOTE_DEFAULTS.polling),
  ];
}
