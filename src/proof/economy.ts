/** How sparing a run was with its target's time: counted from what went over the wire, not from what the run says. */

import type { WireRequest } from '../http/transport.ts';
import { groupBy } from '../model/group.ts';

export interface Repeated {
  readonly request: WireRequest;
  readonly times: number;
}

/** Requests that were sent more than once with nothing to tell them apart. */
export function repeatedOf(sent: readonly WireRequest[]): readonly Repeated[] {
  const alike = groupBy(sent, ({ method, url, headers, body }) => JSON.stringify([method, url, headers, body]));
  return [...alike.values()].flatMap(([request, ...others]) =>
    request && others.length > 0 ? [{ request, times: others.length + 1 }] : [],
  );
}

/** Larger sizes are probes that a server may refuse; they are no walks. */
const LARGEST_PAGE = 100;

/** How often the unfiltered list was read from its first user to its last, page after page, at any one size. */
export function fullWalksOf(sent: readonly WireRequest[], users: number, sizeName: string): number {
  const timesBySize = new Map<number, Map<number, number>>();
  for (const one of sent) {
    const query = new URL(one.url).searchParams;
    const size = Number(query.get(sizeName) ?? Number.NaN);
    if (
      one.method !== 'GET' ||
      !/\/Users\?/.test(one.url) ||
      query.has('filter') ||
      !(size >= 1 && size <= LARGEST_PAGE)
    )
      continue;
    const times = timesBySize.get(size) ?? new Map<number, number>();
    const start = Number(query.get('startIndex') ?? 1);
    timesBySize.set(size, times.set(start, (times.get(start) ?? 0) + 1));
  }
  let walks = 0;
  for (const [size, times] of timesBySize) {
    const starts = Array.from({ length: Math.ceil(users / size) }, (_, page) => 1 + page * size);
    walks += Math.min(...starts.map((start) => times.get(start) ?? 0));
  }
  return walks;
}
