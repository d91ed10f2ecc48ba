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

/** A paragraph of our own documents: `code`, **strong** and _emphasis_ are markup, everything else is text. */
export function prose(text: string): Markup {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*|(?<!\w)_[^_]+_(?!\w))/);
  return html`${parts.map((part) => {
    if (part.startsWith('`') && part.length > 1) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('**') && part.length > 4) return html`<strong>${part.slice(2, -2)}</strong>`;
    return part.startsWith('_') && part.length > 2 ? html`<em>${part.slice(1, -1)}</em>` : part;
  })}`;
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
