/**
 * Global setup for people who start Playwright themselves: brings up the same engine inside the runner, and writes the
 * same report when the last test is done. Exit codes 2 and 3 are the CLI's; Playwright can only say 0 or 1.
 */

import { resolve } from 'node:path';
import { resolveSettings } from '../harness/settings.ts';
import { explain } from '../model/errors.ts';
import { LINK_VARIABLE, SELECTION_VARIABLE } from '../model/link.ts';
import { writeArtefacts } from './artefacts.ts';
import { openHost } from './host.ts';

export default async function setup(): Promise<() => Promise<void>> {
  try {
    const settings = resolveSettings({}, process.env);
    const out = resolve(settings.out);
    const host = await openHost({ ...settings, out });
    process.env[LINK_VARIABLE] = host.link.url;
    process.env[SELECTION_VARIABLE] = host.selectionFile;
    return async () => {
      // Ctrl-C and --max-failures end Playwright while the engine still works.
      const interrupted = await host.run.finish();
      await host.run.restore(interrupted);
      await writeArtefacts(host.run.report({ interrupted }), out);
      await host.close();
    };
  } catch (error) {
    const plain = new Error(explain(error));
    plain.stack = plain.message;
    throw plain;
  }
}
