/** The page of many runs of one target: what each night found, as a drawing and as a table. Derived from its rows alone. */

import { readFileSync } from 'node:fs';
import type { Tally } from '../model/report.ts';
import type { Grade, Outcome } from '../model/verdict.ts';
import { duration, grouped, MARKS, moment, OUTCOME_WORDS, plural } from './format.ts';
import { html, type Markup } from './html/markup.ts';
import { renderPage } from './html/page.ts';

/** One run, as the trend keeps it. */
export interface TrendRow {
  /** RFC 3339. */
  readonly startedAt: string;
  readonly target: string;
  readonly revision: string;
  readonly outcome: Outcome;
  readonly grade: Grade;
  readonly tally: Tally;
  readonly requests: number;
  readonly wallMs: number;
  /** Against the run before. */
  readonly regressions: number;
  /** The slowest of all kinds and views, in milliseconds; absent where nothing was written. */
  readonly convergenceP95Ms?: number;
}

const DRAWN = ['violation', 'warning', 'inconclusive'] as const;
const WIDTH = 720;
const HEIGHT = 120;

/** Rows from the oldest to the newest. */
export function renderTrend(rows: readonly TrendRow[]): string {
  const styles = ['base.css', 'overview.css', 'trend.css'];
  const style = styles.map((name) => readFileSync(new URL(`./html/${name}`, import.meta.url), 'utf8')).join('\n');
  const newest = rows.at(-1);
  return renderPage({
    title: `Conformance of ${newest?.target ?? 'nothing yet'}: ${plural(rows.length, 'run')}`,
    style,
    scripts: [],
    body: html`<main>
<header class="masthead" data-outcome="${newest?.outcome ?? 'inconclusive'}">
  <p class="eyebrow">Spend User API conformance, run by run</p>
  <h1>${newest?.target ?? 'No run yet'}</h1>
  <p>${newest === undefined ? 'Add one with: spend-conformance history DIR --add RUN' : sentence(newest, rows.length)}</p>
</header>
${rows.length === 0 ? undefined : findings(rows)}
${line('Slowest convergence (p95)', rows, (row) => row.convergenceP95Ms, duration)}
${line('Requests', rows, (row) => row.requests, grouped)}
${line('Time', rows, (row) => row.wallMs, duration)}
${table(rows)}
</main>`,
  });
}

function sentence(row: TrendRow, count: number): string {
  const told = row.regressions > 0 ? `, ${plural(row.regressions, 'regression')} since the run before` : '';
  return `${OUTCOME_WORDS[row.outcome].title} on ${moment(row.startedAt)}${told}. ${plural(count, 'run')} kept.`;
}

/** Bars of what needs attention; each part carries its number as a title, and the table below has them all. */
function findings(rows: readonly TrendRow[]): Markup {
  const most = Math.max(1, ...rows.map((row) => DRAWN.reduce((sum, key) => sum + row.tally[key], 0)));
  const step = WIDTH / rows.length;
  const bars = rows.map((row, index) => {
    let bottom = HEIGHT;
    return DRAWN.filter((key) => row.tally[key] > 0).map((key) => {
      const height = (row.tally[key] / most) * HEIGHT;
      bottom -= height;
      return html`<rect class="tone-${key}" x="${(index * step + step * 0.1).toFixed(1)}" y="${bottom.toFixed(1)}" width="${(step * 0.8).toFixed(1)}" height="${height.toFixed(1)}"><title>${moment(row.startedAt)}: ${grouped(row.tally[key])} ${MARKS[key].plural}</title></rect>`;
    });
  });
  return html`<section><h2>Violations, warnings and what stayed open</h2>
${drawing('Bars: violations, warnings and inconclusive requirements of each run. The table below has the numbers.', html`${bars}`)}
<p class="faint">The highest bar stands for ${grouped(most)}.</p></section>`;
}

function line(
  title: string,
  rows: readonly TrendRow[],
  measure: (row: TrendRow) => number | undefined,
  shown: (value: number) => string,
): Markup {
  const values = rows.map(measure);
  const known = values.filter((one) => one !== undefined);
  if (known.length === 0) return html``;
  const most = Math.max(1, ...known);
  const step = WIDTH / Math.max(1, rows.length - 1);
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [{ x: index * step, y: HEIGHT - (value / most) * (HEIGHT - 8) - 4, value, index }],
  );
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = points.map(
    ({ x, y, value, index }) =>
      html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3"><title>${moment(rows[index]?.startedAt ?? '')}: ${shown(value)}</title></circle>`,
  );
  return html`<section><h2>${title}</h2>
${drawing(`Line: ${title} of each run.`, html`<polyline points="${path}"></polyline>${dots}`)}
<p class="faint">From ${shown(Math.min(...known))} to ${shown(most)}, last ${shown(known.at(-1) ?? 0)}.</p></section>`;
}

function drawing(label: string, content: Markup): Markup {
  return html`<svg class="trend" viewBox="-4 0 ${WIDTH + 8} ${HEIGHT}" role="img" aria-label="${label}">${content}</svg>`;
}

function table(rows: readonly TrendRow[]): Markup {
  const keys = ['violation', 'warning', 'inconclusive', 'pass'] as const;
  return html`<section><h2 id="runs-title">Runs</h2>
<div class="scroll" role="region" aria-label="Table of runs" tabindex="0"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Outcome</th><th scope="col">Grade</th>${keys.map((key) => html`<th scope="col" class="count">${MARKS[key].plural}</th>`)}<th scope="col" class="count">regressions</th><th scope="col" class="count">p95</th><th scope="col" class="count">requests</th><th scope="col" class="count">time</th></tr></thead>
<tbody>${[...rows]
    .reverse()
    .map(
      (row) =>
        html`<tr><th scope="row">${moment(row.startedAt)}</th><td>${OUTCOME_WORDS[row.outcome].glyph} ${row.outcome}</td><td>${row.grade}</td>${keys.map((key) => html`<td class="count">${grouped(row.tally[key])}</td>`)}<td class="count">${grouped(row.regressions)}</td><td class="count">${row.convergenceP95Ms === undefined ? '–' : duration(row.convergenceP95Ms)}</td><td class="count">${grouped(row.requests)}</td><td class="count">${duration(row.wallMs)}</td></tr>`,
    )}</tbody>
</table></div></section>`;
}
