/** Text of others inside Markdown: no value can end a table row, open HTML or make a link. */

import { oneLine } from './format.ts';

/** Text of others in a Markdown line: every character that could mean something is escaped. */
export function inline(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|#~!]/g, (found) => `\\${found}`);
}

/** A code span whose fence is longer than any run of backticks inside. */
export function code(text: string): string {
  const flat = oneLine(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(flat) + 1);
  return longestRun(flat) > 0 ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`;
}

/** A fenced block that no text inside can end. */
export function fenced(text: string): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}sh`, oneLine(text), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((found) => found[0].length));
}
