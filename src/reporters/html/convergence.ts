/** How long writes took to show, as a small chart that needs no colour, with its numbers in a table beneath. */

import type { ConvergenceRow, Spread } from '../../model/report.ts';
import { duration, grouped } from '../format.ts';
import { html, type Markup } from './markup.ts';

const LEFT = 110;
const WIDTH = 640;
const ROW = 28;
const PLOT = WIDTH - LEFT - 90;

/** Nothing where no write was measured. */
export function convergence(rows: readonly ConvergenceRow[] | undefined): Markup {
  if (!rows || rows.length === 0) return html``;
  return html`<h3 id="convergence-title">Convergence</h3>
<p class="calm">From the moment a write was accepted until its status said completed, and until each view showed its effect.</p>
${chart(rows)}
<div class="scroll" role="region" aria-label="Table of convergence" tabindex="0"><table>
<thead><tr><th scope="col">Operation</th><th scope="col">seen in</th>${['seen', 'first p50', 'p95', 'max', 'stable p50', 'p95', 'max'].map((name) => html`<th scope="col" class="count">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.operation}</th><td>${row.view}</td><td class="count">${grouped(row.seen)} of ${grouped(row.writes)}</td>${cells(row.firstSeenMs)}${cells(row.stableMs)}</tr>`)}</tbody>
</table></div>`;
}

function cells(spread: Spread | undefined): readonly Markup[] {
  const values = spread ? [spread.p50, spread.p95, spread.max].map(duration) : ['–', '–', '–'];
  return values.map((value) => html`<td class="count">${value}</td>`);
}

/** A bar to the median, a line to the 95th percentile, a diamond at the longest; a hollow circle where it was stable. */
function chart(rows: readonly ConvergenceRow[]): Markup {
  const longest = Math.max(1, ...rows.flatMap((row) => [row.firstSeenMs?.max ?? 0, row.stableMs?.max ?? 0]));
  const x = (ms: number): string => (LEFT + (ms / longest) * PLOT).toFixed(1);
  const height = rows.length * ROW + 24;
  const told = rows
    .map(({ operation, view, firstSeenMs }) =>
      firstSeenMs ? `${operation} ${view} ${duration(firstSeenMs.p50)} to ${duration(firstSeenMs.max)}` : '',
    )
    .filter((one) => one !== '');
  return html`<figure class="convergence"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Time until first seen, median to longest: ${told.join(', ')}">
${rows.map((row, index) => line(row, index * ROW, x))}
<line class="axis" x1="${LEFT}" x2="${LEFT + PLOT}" y1="${height - 22}" y2="${height - 22}"/>
<text x="${LEFT}" y="${height - 6}">0</text><text x="${LEFT + PLOT}" y="${height - 6}" text-anchor="end">${duration(longest)}</text>
</svg><figcaption class="faint">Bar: half of the writes were seen by then. Line with an end: 95 of 100. Diamond: the longest. Circle: the longest until no read was wrong any more.</figcaption></figure>`;
}

function line(
  { operation, view, firstSeenMs, stableMs }: ConvergenceRow,
  top: number,
  x: (ms: number) => string,
): Markup {
  const middle = top + ROW / 2;
  const label = html`<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${operation} ${view}</text>`;
  if (!firstSeenMs) return html`${label}<text x="${LEFT + 4}" y="${middle + 4}">never seen</text>`;
  const { p50, p95, max } = firstSeenMs;
  const far = Number(x(max));
  const end = Math.max(far, stableMs ? Number(x(stableMs.max)) : 0) + 12;
  return html`${label}
<rect class="half" x="${LEFT}" y="${middle - 6}" width="${Math.max(1, Number(x(p50)) - LEFT).toFixed(1)}" height="12"/>
<path class="most" d="M${x(p50)} ${middle}H${x(p95)}M${x(p95)} ${middle - 6}V${middle + 6}"/>
<path class="longest" d="M${(far - 5).toFixed(1)} ${middle}L${far} ${middle - 5}L${(far + 5).toFixed(1)} ${middle}L${far} ${middle + 5}Z"/>
${stableMs ? html`<circle class="stable" cx="${x(stableMs.max)}" cy="${middle}" r="7"/>` : undefined}
<text x="${end.toFixed(1)}" y="${middle + 4}">${duration(p50)} / ${duration(max)}</text>`;
}
