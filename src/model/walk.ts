/** A page walk as it happened, and the population it showed. */

import type { Exchange } from './exchange.ts';
import type { JsonObject } from './json.ts';

export interface WalkPage {
  readonly exchange: Exchange;
  readonly askedStartIndex: number;
  readonly askedSize: number | undefined;
  /** Read leniently; undefined where the body does not say. */
  readonly totalResults: number | undefined;
  readonly startIndex: number | undefined;
  readonly itemsPerPage: number | undefined;
  readonly resources: readonly JsonObject[];
  /** Ids of `resources` in order; an empty string where a resource has none. */
  readonly ids: readonly string[];
}

/**
 * `complete`: as many resources as totalResults were received; `empty-page`: a page without resources came before
 * that; `refused`: a page was not a readable 200 list; `bound`: the walk's own page bound was reached.
 */
export type WalkEnd = 'complete' | 'empty-page' | 'refused' | 'bound';

export interface Walk {
  readonly size: number | undefined;
  readonly filter: string | undefined;
  readonly pages: readonly WalkPage[];
  readonly end: WalkEnd;
  /** Only where the list is longer than a walk may be: so many pages at its start, in its middle and at its end. */
  readonly sample?: WalkSample;
}

/** How many pages of each stretch were read; they stand in this order in `pages`. */
export interface WalkSample {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/** True when the walk saw every page there is, or as many as came before something went wrong. */
export function isWhole({ end, sample }: Walk): boolean {
  return end !== 'bound' && sample === undefined;
}

/** The declared rule of a sample, one stable phrase. */
export function describeSample({ start, middle, end }: WalkSample): string {
  return `sampled: ${start} pages from the start, ${middle} in the middle, ${end} at the end`;
}

/** Ids of a stretch without gaps from the first position: all of a walk, or the start of a sample. */
export function idsFromStart({ pages, sample }: Walk): readonly string[] {
  return (sample ? pages.slice(0, sample.start) : pages).flatMap((page) => page.ids);
}
/** Every user that the run's full walks showed, once each. */
export interface Population {
  readonly users: readonly JsonObject[];
  readonly byId: ReadonlyMap<string, JsonObject>;
  /** totalResults of the first walk. */
  readonly total: number;
  /** True when the users seen are as many as totalResults says, so that absence proves something. */
  readonly complete: boolean;
  readonly walks: readonly Walk[];
}
