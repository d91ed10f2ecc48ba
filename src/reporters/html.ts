/** report.html: style and scripts are read from disk and put inside the page. Derived from the report alone. */

import { readFileSync } from 'node:fs';
import type { ConformanceReport } from '../model/report.ts';
import { OUTCOME_WORDS } from './format.ts';
import { appendix } from './html/appendix.ts';
import { html } from './html/markup.ts';
import { overview } from './html/overview.ts';
import { renderPage } from './html/page.ts';
import { requirementsPart } from './html/requirements.ts';

interface Assets {
  readonly style: string;
  readonly scripts: readonly string[];
}

let loaded: Assets | undefined;

/** In this order: later rules win over earlier ones. */
const STYLES = ['base.css', 'overview.css', 'requirements.css', 'cases.css', 'print.css'];
const SCRIPTS = ['evidence-view.js', 'case-view.js', 'view.js'];

function assets(): Assets {
  const read = (name: string) => readFileSync(new URL(`./html/${name}`, import.meta.url), 'utf8');
  loaded ??= { style: STYLES.map(read).join('\n'), scripts: SCRIPTS.map(read) };
  return loaded;
}

/** The whole page as text. */
export function renderHtml(report: ConformanceReport): string {
  const { style, scripts } = assets();
  return renderPage({
    title: `${OUTCOME_WORDS[report.outcome].title}: ${report.target.name}, ${report.contract.revision}`,
    style,
    scripts,
    body: html`${report.requirements.length > 0 ? html`<a class="skip" href="#requirements-title">Skip to requirements</a>` : undefined}
<main>
${overview(report)}
${requirementsPart(report)}
${appendix(report)}
</main>
<footer class="colophon">${report.tool.name} ${report.tool.version}. Everything here is derived from report.json.</footer>
<div id="said" class="unseen" role="status"></div>`,
  });
}
