/**
 * Puts kept tokens on the wire. Everything before it, the engine with all its records, only ever sees a mark in the
 * place of a token; a request that is refused with 401 is sent once more with a new one.
 */

import type { TokenKeeper } from './token-keeper.ts';
import type { Transport, WireRequest } from './transport.ts';

/** A renewal that is under way may end before the wire is closed. */
const LAST_WAIT_MS = 2_000;

/** `keepers` by the mark that stands for their token in a header. */
export function withKeptTokens(inner: Transport, keepers: ReadonlyMap<string, TokenKeeper>): Transport {
  if (keepers.size === 0) return inner;
  return {
    async send(request) {
      const marked = markIn(request, keepers);
      if (marked === undefined) return inner.send(request);
      const { mark, keeper } = marked;
      const token = await keeper.current();
      const answer = await inner.send(filled(request, mark, token));
      if (answer.status !== 401) return answer;
      const other = await keeper.replacement(token);
      if (other === undefined) return answer;
      const again = await inner.send(filled(request, mark, other));
      keeper.accepted(again.status !== 401);
      return again;
    },
    async close() {
      await Promise.race([Promise.all([...keepers.values()].map((one) => one.settled())), later(LAST_WAIT_MS)]);
      await inner.close();
    },
  };
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function markIn(request: WireRequest, keepers: ReadonlyMap<string, TokenKeeper>) {
  const values = Object.values(request.headers);
  for (const [mark, keeper] of keepers) if (values.some((value) => value.includes(mark))) return { mark, keeper };
  return undefined;
}

function filled(request: WireRequest, mark: string, token: string): WireRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value.replaceAll(mark, () => token)]),
  );
  return { ...request, headers };
}
