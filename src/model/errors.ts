/**
 * The errors this program throws on purpose. Each says what is wrong and what to do next, and each maps to exit code 3.
 * Deliberately outside the family: what a target answers. That is evidence, never an exception.
 */

abstract class HarnessError extends Error {
  /** What the reader can do about it; one sentence. */
  readonly nextStep: string;

  constructor(message: string, nextStep: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.nextStep = nextStep;
  }
}

/** Wrong flags or arguments. */
export class UsageError extends HarnessError {
  override readonly name = 'UsageError';
}

/** A target file, an environment variable or a deviations file that cannot be used. */
export class ConfigurationError extends HarnessError {
  override readonly name = 'ConfigurationError';
}

/** Something under specs/ or schemas/ that cannot be loaded; a defect of this repository. */
export class ContractError extends HarnessError {
  override readonly name = 'ContractError';
}

/** Nothing to judge: name resolution, connection or TLS failed, or the company token was refused. */
export class NoGroundError extends HarnessError {
  override readonly name = 'NoGroundError';
}

/** The harness itself went wrong. */
export class HarnessFault extends HarnessError {
  override readonly name = 'HarnessFault';
}

export type { HarnessError };

export function isHarnessError(error: unknown): error is HarnessError {
  return error instanceof HarnessError;
}

/** One line for people: the message, then what to do. */
export function explain(error: unknown): string {
  if (isHarnessError(error)) return `${error.message}\n  ${error.nextStep}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The known name nearest to a mistyped one, by edit distance; undefined when nothing is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const distance = (left: string, right: string): number => {
    let row = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (let i = 1; i <= left.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= right.length; j += 1) {
        const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
        next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
      }
      row = next;
    }
    return row[right.length] ?? 0;
  };
  const ranked = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.name : undefined;
}

/** ` Did you mean "x"?` or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearest(word, known);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}
