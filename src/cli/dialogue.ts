/** Questions at a terminal, one line each. An answer that cannot be meant is asked for again. */

import { createInterface } from 'node:readline/promises';
import { isHarnessError, UsageError } from '../model/errors.ts';

export interface Dialogue {
  /** An empty line takes the fallback, where there is one. */
  ask<T>(text: string, fallback: string | undefined, read: (answer: string) => T): Promise<T>;
  close(): void;
}

export function openDialogue(input: NodeJS.ReadableStream = process.stdin): Dialogue {
  const terminal = createInterface({ input, output: process.stderr });
  // The iterator keeps lines that come before they are asked for, as pasted ones do.
  const lines = terminal[Symbol.asyncIterator]();
  return {
    async ask(text, fallback, read) {
      for (;;) {
        terminal.setPrompt(`${text}${fallback ? ` [${fallback}]` : ''}: `);
        terminal.prompt();
        const { value, done } = await lines.next();
        if (done) throw new UsageError('the answers ended early', 'Nothing was written; run init again.');
        const answer = value.trim() || fallback;
        if (answer === undefined) continue;
        try {
          return read(answer);
        } catch (error) {
          if (!isHarnessError(error)) throw error;
          process.stderr.write(`  ${error.message}\n  ${error.nextStep}\n`);
        }
      }
    },
    close: () => terminal.close(),
  };
}
