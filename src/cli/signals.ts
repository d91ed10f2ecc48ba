/**
 * What Ctrl-C and a scheduler's SIGTERM mean to a run. The first asks for what is known already, from the first
 * moment to the last byte of the report; the second ends the process at once.
 */

import { EXIT } from '../model/verdict.ts';

export interface Signals {
  interrupted(): boolean;
  /** Aborted at the first signal. */
  readonly halt: AbortSignal;
  /** Called at the first signal, or at once when it came before. */
  onInterrupt(stop: () => void): void;
  /** Called before the process ends at the second signal. */
  onSecond(stop: () => void): void;
  /** Signals have their usual meaning again. */
  stop(): void;
}

export function listenForSignals(): Signals {
  const halt = new AbortController();
  let count = 0;
  let first = () => {};
  let second = () => {};
  const onSignal = () => {
    count += 1;
    if (count > 1) {
      second();
      process.exit(EXIT.inconclusive);
    }
    process.stderr.write('interrupted: what was judged is being written; once more to stop at once\n');
    halt.abort();
    first();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    interrupted: () => count > 0,
    halt: halt.signal,
    onInterrupt(stop) {
      first = stop;
      if (count > 0) stop();
    },
    onSecond(stop) {
      second = stop;
    },
    stop() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
