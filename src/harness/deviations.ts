/**
 * Holds a run against the known failures of its target. A deviation excuses one failure, not a case: the fingerprint is
 * made of what went wrong, without the numbers and ids that differ from run to run.
 */

import { createHash } from 'node:crypto';
import type { Deviation, DeviationState, ReportDeviation } from '../model/deviation.ts';
import { kindOf } from '../model/problem-kind.ts';
import type { ConformanceReport, ReportCase, ReportRequirement } from '../model/report.ts';

function digestOf(kinds: readonly string[]): string {
  const text = [...new Set(kinds)].sort().join('\n');
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** Every kind of problem that a case found, also of those that its report does not list. */
export function kindsOfCase({ kinds, problems }: ReportCase): readonly string[] {
  return kinds ?? problems.map(kindOf);
}

/** What went wrong in one failing case. */
export function fingerprintOfCase(one: ReportCase): string {
  return digestOf(kindsOfCase(one));
}

/** What went wrong in all failing cases of a requirement, and in which. */
export function fingerprintOfRequirement({ cases }: ReportRequirement): string {
  const failing = cases.filter((one) => one.verdict === 'fail');
  return digestOf(failing.flatMap((one) => kindsOfCase(one).map((kind) => `${one.id}: ${kind}`)));
}

/** The report with its deviations judged. `today` is a day in UTC, YYYY-MM-DD. */
export function withDeviations(
  report: ConformanceReport,
  deviations: readonly Deviation[],
  today: string,
): ConformanceReport {
  return { ...report, deviations: deviations.map((one) => judged(one, report, today)) };
}

interface Subject {
  readonly failed: boolean;
  /** Judged in this run and found right. */
  readonly passed: boolean;
  readonly fingerprint: string;
}

function subjectOf({ id, scope }: Deviation, report: ConformanceReport): Subject | 'unknown' | 'not in this run' {
  const requirement = report.requirements.find((one) => one.id === (scope === 'requirement' ? id : id.split('/')[0]));
  if (requirement === undefined) return 'unknown';
  if (scope === 'requirement') {
    const { verdict } = requirement;
    return {
      failed: verdict === 'fail',
      passed: verdict === 'pass',
      fingerprint: fingerprintOfRequirement(requirement),
    };
  }
  const found = requirement.cases.find((one) => one.id === id);
  if (found !== undefined) {
    return {
      failed: found.verdict === 'fail',
      passed: found.verdict === 'pass',
      fingerprint: fingerprintOfCase(found),
    };
  }
  // A selection, a shard or an interruption leaves cases out; only a whole requirement shows that a case is gone.
  const whole = report.grade !== 'partial' && report.run.interrupted !== true && requirement.cases.length > 0;
  return whole ? 'unknown' : 'not in this run';
}

function judged(deviation: Deviation, report: ConformanceReport, today: string): ReportDeviation {
  const say = (state: DeviationState, note: string): ReportDeviation => ({ ...deviation, state, note });
  const subject = subjectOf(deviation, report);
  if (subject === 'unknown') {
    return say('unmatched', `there is no ${deviation.scope} "${deviation.id}": delete this entry or correct its id`);
  }
  if (deviation.expires < today) {
    return say(
      'expired',
      `the deviation for ${deviation.id} expired on ${deviation.expires}: delete this entry or decide anew`,
    );
  }
  if (subject === 'not in this run') return say('open', `${deviation.id} was not part of this run`);
  if (subject.passed) return say('passes', `${deviation.id} passes now: delete this entry`);
  if (!subject.failed) return say('open', `${deviation.id} could not be judged in this run`);
  if (subject.fingerprint === deviation.fingerprint) return say('excused', `${deviation.id} fails as declared`);
  return say(
    'changed',
    `${deviation.id} fails in another way than declared (${subject.fingerprint}): look at the report, then correct or delete this entry`,
  );
}
