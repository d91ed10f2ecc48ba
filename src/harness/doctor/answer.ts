/** One answer of `doctor`: fine, or what is wrong, whose it is to put right, and how. */

import type { Blame } from '../../model/blame.ts';
import { EXIT, type ExitCode } from '../../model/verdict.ts';

export interface DoctorAnswer {
  /** What was asked, in a word or two; stable, for scripts that read `--json`. */
  readonly question: string;
  readonly verdict: 'fine' | 'wrong' | 'unclear' | 'not asked';
  readonly says: string;
  readonly blame?: Blame;
  readonly todo?: string;
  /** A run would stop here and judge nothing. */
  readonly noGround?: boolean;
}

export function fine(question: string, says: string): DoctorAnswer {
  return { question, verdict: 'fine', says };
}

export function notAsked(question: string, says: string): DoctorAnswer {
  return { question, verdict: 'not asked', says };
}

export function unclear(question: string, says: string, blame: Blame, todo: string): DoctorAnswer {
  return { question, verdict: 'unclear', says, blame, todo };
}

export function wrong(question: string, says: string, blame: Blame, todo: string): DoctorAnswer {
  return { question, verdict: 'wrong', says, blame, todo };
}

/** A wrong answer that ends a run before it judges anything. */
export function noGround(question: string, says: string, blame: Blame, todo: string): DoctorAnswer {
  return { ...wrong(question, says, blame, todo), noGround: true };
}

/** No answer came, so that this question and those behind it are open. */
function cutOff({ verdict, blame }: DoctorAnswer): boolean {
  return verdict === 'unclear' && (blame === 'throttling' || blame === 'network');
}

/** 3 without ground, 2 where a run would leave something open, else 0. */
export function exitOf(answers: readonly DoctorAnswer[]): ExitCode {
  if (answers.some((one) => one.noGround)) return EXIT.unusable;
  return answers.some((one) => one.verdict === 'wrong' || cutOff(one)) ? EXIT.inconclusive : EXIT.conforms;
}
