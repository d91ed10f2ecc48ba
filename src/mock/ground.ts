/** What every part of one world shares. */

import type { Directory } from './directory.ts';
import type { Hooks } from './hooks.ts';
import type { Writer } from './resource.ts';
import type { MockContract } from './scene.ts';

export interface Ground {
  readonly contract: MockContract;
  readonly hooks: Hooks;
  readonly directory: Directory;
  readonly writer: Writer;
  readonly seed: number;
  /** Scheme, host and base path under which this request reached the world; locations begin with it. */
  readonly origin: string;
}
