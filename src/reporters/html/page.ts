/**
 * The frame of every page we write: one self-contained file whose content security policy lets exactly its own style and
 * scripts run and nothing be fetched.
 */

import { createHash } from 'node:crypto';
import { html, type Markup } from './markup.ts';

export interface Page {
  readonly title: string;
  /** Our own style sheets and scripts; they hold no `</script` and no `</style`, which a test checks. */
  readonly style: string;
  readonly scripts: readonly string[];
  readonly body: Markup;
}

export function renderPage({ title, style, scripts, body }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${body}
${scripts.map((script) => html`<script>${raw(script)}</script>`)}
</body>
</html>
`.markup;
}

function raw(text: string): Markup {
  return { markup: text };
}

function policy(style: string, scripts: readonly string[]): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  return [
    "default-src 'none'",
    scripts.length > 0 ? `script-src ${scripts.map(hash).join(' ')}` : "script-src 'none'",
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
