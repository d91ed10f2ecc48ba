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
