/** Makes folders for what a run leaves. Knows nothing of what goes into them. */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** With the folders above it. One by one: asked for all at once under /proc, Node tries for ever. */
export function makeFolder(path: string, mode?: number): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { recursive: false, ...(mode !== undefined && { mode }) });
  } catch (error) {
    // Another shard of the same run may have been faster.
    if (!existsSync(path)) throw error;
  }
}
