/**
 * For cases that are asked for one by one, in whatever order somebody clicks them: reading and writing cases never
 * overlap, and what was read on one side of a write is not believed on the other. A full run has phases instead.
 */

export interface Turns {
  take<T>(writes: boolean, work: () => Promise<T>): Promise<T>;
}

/** `onChange` is called when reading gives way to writing, or writing to reading. */
export function createTurns(onChange: (toWriting: boolean) => void): Turns {
  const waiting: { readonly writes: boolean; readonly go: () => void }[] = [];
  let active = 0;
  let writing = false;

  function admit(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (active > 0 && next.writes !== writing) return;
      if (next.writes !== writing) onChange(next.writes);
      writing = next.writes;
      active += 1;
      waiting.shift();
      next.go();
    }
  }

  return {
    async take(writes, work) {
      await new Promise<void>((go) => {
        waiting.push({ writes, go });
        admit();
      });
      try {
        return await work();
      } finally {
        active -= 1;
        admit();
      }
    },
  };
}
