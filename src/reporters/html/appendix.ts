/** The end of report.html: observations, statistics, leftovers and the effective configuration. */

import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ConformanceReport } from '../../model/report.ts';
import { AREAS, OPERATIONS } from '../../model/requirement.ts';
import { waitingOf } from '../facts.ts';
import { byteSize, duration, grouped, plural, valueText } from '../format.ts';
import { convergence } from './convergence.ts';
import { html, type Markup, prose } from './markup.ts';

export function appendix(report: ConformanceReport): Markup {
  return html`
${observations(report)}
${rulings(report)}
${statistics(report)}
${leftovers(report)}
${histories(report)}
${configuration(report)}`;
}

function observations(report: ConformanceReport): Markup {
  const { observations: rows } = report;
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="observations-title">
<h2 id="observations-title">Observations</h2>
<p class="calm">Behaviour where the documents leave a choice or are silent. Recorded, never judged.</p>
<div class="scroll" role="region" aria-label="Table of observations" tabindex="0"><table>
<thead><tr><th scope="col">Requirement</th><th scope="col">Behaviour</th><th scope="col">Seen in</th></tr></thead>
<tbody>${rows.map((row) => html`<tr><td><a class="mono" href="#${row.id}">${row.id}</a></td><td>${row.behaviour}</td><td>${seenIn(row.evidence)}</td></tr>`)}</tbody>
</table></div>
</section>`;
}

/** The readings that requirements stand on, for somebody who was sent this page and nothing else. */
function rulings({ contract }: ConformanceReport): Markup {
  const rows = Object.entries(contract.rulings ?? {});
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="rulings-title">
<h2 id="rulings-title">Rulings <span class="faint">${rows.length}</span></h2>
<p class="calm">How the documents are read where they contradict themselves or leave a gap. A requirement names the rulings it stands on.</p>
<div class="rulings">${rows.map(
    ([number, { title, text }]) =>
      html`<details><summary><span class="count">${number}</span> ${title}</summary><div id="ruling-${number}">${text.split(/\n{2,}/).map((one) => html`<p>${prose(one)}</p>`)}</div></details>`,
  )}</div>
</section>`;
}

function seenIn(cases: readonly string[]): Markup {
  const [first] = cases;
  if (first === undefined) return html`–`;
  const rest = cases.length - 1;
  return html`<a class="mono" href="#${first}">${first.slice(first.indexOf('/') + 1)}</a>${rest > 0 ? html` <span class="faint">and ${plural(rest, 'other')}</span>` : undefined}`;
}

function statistics(report: ConformanceReport): Markup {
  const { perArea, perOperation } = report.statistics;
  const areaRows = AREAS.flatMap((area) => {
    const row = perArea[area];
    return row
      ? [
          [
            area,
            grouped(row.cases),
            grouped(row.requests),
            duration(row.wallMs),
            duration(row.requestMs),
            average(row.requestMs, row.requests),
          ],
        ]
      : [];
  });
  const operationRows = OPERATIONS.flatMap((operation) => {
    const row = perOperation[operation];
    return row
      ? [
          [
            operation,
            grouped(row.requests),
            byteSize(row.bytes),
            duration(row.requestMs),
            average(row.requestMs, row.requests),
          ],
        ]
      : [];
  });
  const waiting = waitingOf(report);
  return html`<section aria-labelledby="statistics-title">
<h2 id="statistics-title">Statistics</h2>
${table('Per area', ['Area', 'cases', 'requests', 'from first to last', 'in requests', 'a request'], areaRows)}
${waiting === undefined ? undefined : html`<p class="calm">${waiting}</p>`}
${table('Per operation', ['Operation', 'requests', 'bytes', 'in requests', 'a request'], operationRows)}
${perRequirementTable(report)}
${convergence(report.statistics.convergence)}
</section>`;
}

/** Requirements by what they cost, the dearest first; those that only used the requests of others are not listed. */
function perRequirementTable(report: ConformanceReport): Markup {
  const rows = Object.entries(report.statistics.perRequirement ?? {}).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return html``;
  return html`<details><summary>Requests per requirement <span class="faint">${rows.length}</span></summary>
${table(
  'Per requirement',
  ['Requirement', 'requests'],
  rows.map(([id, count]) => [id, grouped(count)]),
)}</details>`;
}

function average(total: number, count: number): string {
  return count === 0 ? '–' : duration(total / count);
}

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  if (rows.length === 0) return html``;
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table>
<caption>${title}</caption>
<thead><tr>${columns.map((column, index) => html`<th scope="col" class="${index === 0 ? 'name' : 'count'}">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="count">${cell}</td>`))}</tr>`)}</tbody>
</table></div>`;
}

/** Histories are long; a page shows the events that matter where something failed, the file has all of them. */
function histories(report: ConformanceReport): Markup {
  const { history } = report;
  if (history.length === 0) return html``;
  const [users, requests] = (['user', 'request'] as const).map(
    (kind) => history.filter(({ subject }) => subject.kind === kind).length,
  );
  const events = history.reduce((sum, one) => sum + one.events.length, 0);
  return html`<section><h2>Histories <span class="faint">${history.length}</span></h2>
<p class="calm">What happened to ${plural(users ?? 0, 'user')} and ${plural(requests ?? 0, 'provisioning request')} of this run, ${plural(events, 'event')} in order of time, is in report.json under <code>history</code>. A failed case above shows the events that prove it.</p>
</section>`;
}

/** A column for each member that any of them has. */
function leftovers({ leftovers: items }: ConformanceReport): Markup {
  if (items.length === 0) return html``;
  const rows = items.map((item): JsonObject => (isObject(item) ? item : { what: item }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return html`<section aria-labelledby="leftovers-title"><h2 id="leftovers-title">Leftovers <span class="faint">${items.length}</span></h2>
<p class="calm">What this run created or changed on the target; “restored” says whether a changed user is as it was before.</p>
<div class="scroll" role="region" aria-label="Table of leftovers" tabindex="0"><table class="leftovers">
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => html`<td>${row[column] === undefined ? '' : valueText(row[column])}</td>`)}</tr>`)}</tbody>
</table></div>
</section>`;
}

function configuration(report: ConformanceReport): Markup {
  const { run, contract, tool } = report;
  return html`<section aria-labelledby="configuration-title">
<h2 id="configuration-title">Effective configuration</h2>
<p class="calm">As the run used it, secrets left out.</p>
<dl class="facts">${Object.entries(run.configuration).map(([key, value]) => html`<div><dt>${key}</dt><dd>${settingText(value)}</dd></div>`)}</dl>
<h3>Identity of what was used</h3>
<dl class="facts">
<div><dt>contract</dt><dd class="mono">${contract.digest}</dd></div>
${Object.entries(run.digests).map(([key, value]) => html`<div><dt>${key}</dt><dd class="mono">${valueText(value)}</dd></div>`)}
<div><dt>tool</dt><dd class="mono">${tool.name} ${tool.version} ${tool.commit}</dd></div>
<div><dt>seed</dt><dd class="mono">${run.seed}</dd></div>
</dl>
</section>`;
}

/** A setting on one line where that is readable. */
function settingText(value: Json): string {
  if (isArray(value)) return value.length === 0 ? 'none' : value.map(settingText).join(', ');
  if (!isObject(value)) return value === null ? 'not set' : String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key} ${settingText(item)}`)
    .join(', ');
}
