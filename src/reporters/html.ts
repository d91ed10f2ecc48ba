/**
 * report.html: one self-contained file. Style and scripts are read from disk and put inside; the content security
 * policy lets exactly them run and nothing be fetched. Derived from the report alone.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConformanceReport } from '../model/report.ts';
import { OUTCOME_WORDS } from './format.ts';
import { appendix } from './html/appendix.ts';
import { html, type Markup } from './html/markup.ts';
import { overview } from './html/overview.ts';
import { requirementsPart } from './html/requirements.ts';

interface Assets {
  readonly style: string;
  readonly scripts: readonly string[];
}

let loaded: Assets | undefined;

/** In this order: later rules win over earlier ones. */
const STYLES = ['base.css', 'overview.css', 'requirements.css', 'cases.css', 'print.css'];
const SCRIPTS = ['case-view.js', 'view.js'];

function assets(): Assets {
  const read = (name: string) => readFileSync(new URL(`./html/${name}`, import.meta.url), 'utf8');
  loaded ??= { style: STYLES.map(read).join('\n'), scripts: SCRIPTS.map(read) };
  return loaded;
}

/** The whole page as text. */
export function renderHtml(report: ConformanceReport): string {
  const { style, scripts } = assets();
  const title = `${OUTCOME_WORDS[report.outcome].title}: ${report.target.name}, ${report.contract.revision}`;
  const page = html`<!doctype html>
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
<a class="skip" href="#requirements-title">Skip to requirements</a>
<main>
${overview(report)}
${requirementsPart(report)}
${appendix(report)}
</main>
<footer class="colophon">${report.tool.name} ${report.tool.version}. Everything here is derived from report.json.</footer>
<div id="said" class="unseen" role="status"></div>
${scripts.map((script) => html`<script>${raw(script)}</script>`)}
</body>
</html>
`;
  return page.markup;
}

/** Our own files only; they hold no `</script` and no `</style`, which a test checks. */
function raw(text: string): Markup {
  return { markup: text };
}

function policy(style: string, scripts: readonly string[]): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
