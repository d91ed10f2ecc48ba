/**
 * HTML from values, safe by construction: whatever is put into a template is escaped unless it is markup already.
 * Knows nothing of reports.
 */

import { visible } from '../format.ts';

/** Text that is HTML already. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | undefined | Markup | readonly Part[];

/** A template tag; text and numbers are escaped, lists are joined, undefined is left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] ?? '';
  parts.forEach((part, index) => {
    markup += markupOf(part) + (strings[index + 1] ?? '');
  });
  return { markup };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

/** Safe between tags and inside quoted attributes. */
function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * JSON that cannot end or open an element: every `<` becomes its escape, which is legal inside strings and occurs
 * nowhere else. Unseen characters become theirs, and so reach the page's script unharmed.
 */
export function jsonMarkup(value: unknown): Markup {
  return { markup: visible(JSON.stringify(value)).replaceAll('<', '\\u003c') };
}
