/**
 * The first screen of report.html: how it came out, the grade and why, who was judged, counts, areas at a glance and
 * what blocks certification. Static markup, readable where scripts are switched off.
 */

import { closesTheGate, type ReportDeviation } from '../../model/deviation.ts';
import type { ConformanceReport, ReportRequirement, Tally } from '../../model/report.ts';
import { tally } from '../../model/report.ts';
import {
  type AreaSection,
  blockersOf,
  deviationsByUrgency,
  firstProblem,
  gateSentence,
  notesOf,
  openByReason,
  openReason,
  outcomeSentence,
  sectionsOf,
} from '../facts.ts';
import { duration, grouped, MARKS, moment, OUTCOME_WORDS, plural, TALLY_KEYS } from '../format.ts';
import { html, type Markup } from './markup.ts';

/** So many violations are listed at once; the others wait behind one line. */
const FEW_VIOLATIONS = 4;
/** Violations and open MUSTs that are listed at once, so that the first screen holds them. */
const FEW_ROWS = 6;
const FEW_DEVIATIONS = 3;
/** So many reasons of a grade still read as one sentence. */
const FEW_REASONS = 2;

const GRADE_MEANING = {
  certifiable: 'This run can carry a certificate.',
  partial: 'This run judged a part only; it cannot carry a certificate.',
  exploratory: 'This run departed from the defaults; it cannot carry a certificate.',
} as const;

export function overview(report: ConformanceReport): Markup {
  const outcome = OUTCOME_WORDS[report.outcome];
  return html`
<header class="masthead" data-outcome="${report.outcome}">
  <p class="eyebrow">Spend User API conformance</p>
  <h1><span class="glyph" aria-hidden="true">${outcome.glyph}</span> ${outcome.title}</h1>
  <p class="lead">${outcomeSentence(report)}</p>
  <div class="grade"><span class="faint">Grade</span> <strong>${report.grade}</strong>${reasons(report.gradeReasons)}</div>
  ${notesOf(report).map((note) => html`<p class="note">Note: ${note}</p>`)}
  ${identity(report)}
</header>
${deviations(report)}
${counts(report)}
<div class="glance">
${areas(report)}
${blockers(report)}
</div>`;
}

function reasons(list: readonly string[]): Markup {
  return list.length <= FEW_REASONS
    ? html`<span>: ${list.join('; ')}</span>`
    : html`<ul>${list.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}

function identity(report: ConformanceReport): Markup {
  const { target, contract, run, statistics, tool } = report;
  return html`<dl class="identity">
  <div><dt>Target</dt><dd>${target.name}<br><span class="mono faint">${target.baseUrl}</span></dd></div>
  <div><dt>Contract revision</dt><dd>${contract.revision}<br><span class="faint">${target.capabilities.join(', ') || 'no profile declared'}</span></dd></div>
  <div><dt>Date</dt><dd><time datetime="${run.startedAt}">${moment(run.startedAt)}</time>${run.interrupted ? html`<br><strong>interrupted</strong>` : undefined}</dd></div>
  <div><dt>Work</dt><dd>${plural(statistics.cases, 'case')}<br><span class="faint">${plural(statistics.requests, 'request')} in ${duration(statistics.wallMs)}</span></dd></div>
  <div><dt>Tool</dt><dd>${tool.version}<br><span class="mono faint">${tool.commit}</span></dd></div>
</dl>`;
}

/** Listed before everything else: a reader must know what the gate looked past. */
function deviations(report: ConformanceReport): Markup {
  const sentence = gateSentence(report);
  if (sentence === undefined) return html``;
  const known = new Set(report.requirements.flatMap((one) => [one.id, ...one.cases.map((each) => each.id)]));
  const rows = deviationsByUrgency(report).map((one) => deviationRow(one, known.has(one.id)));
  return html`<section aria-labelledby="deviations-title">
<h2 id="deviations-title">Deviations <span class="faint">${report.deviations.length}</span></h2>
<p><strong>${sentence}.</strong> <span class="faint">A deviation never turns a failure into a pass.</span></p>
${firstRows(rows, FEW_DEVIATIONS, (rest) => plural(rest, 'more deviation'))}
</section>`;
}

function deviationRow(one: ReportDeviation, known: boolean): Markup {
  return html`<li><span class="mark" data-tone="${closesTheGate(one) ? 'violation' : 'observation'}">${one.state}</span> ${known ? html`<a class="mono" href="#${one.id}">${one.id}</a>` : html`<code>${one.id}</code>`} <span class="faint">${one.place}</span><br>${one.note}. Until ${one.expires}: ${one.reason}${one.reference === undefined ? undefined : html` (${one.reference})`}</li>`;
}

/** Some rows, and one line that opens for the others. */
function firstRows(rows: readonly Markup[], few: number, restText: (count: number) => string): Markup {
  if (rows.length === 0) return html``;
  const rest = rows.slice(few);
  return html`<ul class="blockers">${rows.slice(0, few)}</ul>${rest.length === 0 ? undefined : html`<details class="more"><summary>${restText(rest.length)}</summary><ul class="blockers">${rest}</ul></details>`}`;
}

/** Each count is a link to the requirements that it counts. */
function counts(report: ConformanceReport): Markup {
  const all = tally(report.requirements);
  return html`<section class="counts" aria-labelledby="counts-title">
<h2 id="counts-title" class="unseen">Counts by impact</h2>
<ul class="tiles">${TALLY_KEYS.map((key) => {
    const words = html`<span class="number">${grouped(all[key])}</span> <span class="word"><span aria-hidden="true">${MARKS[key].glyph}</span> ${all[key] === 1 ? MARKS[key].word : MARKS[key].plural}</span>`;
    return all[key] === 0
      ? html`<li class="tile" data-tone="${key}" data-zero="yes">${words}</li>`
      : html`<li class="tile" data-tone="${key}"><a href="#requirements-title" data-filter="${key}">${words}</a></li>`;
  })}</ul>
</section>`;
}

function blockers(report: ConformanceReport): Markup {
  const { grade, violations, open } = blockersOf(report);
  const title = html`<h2 id="blockers-title">What blocks certification</h2>`;
  if (grade.length + violations.length + open.length === 0)
    return html`<section aria-labelledby="blockers-title">${title}<p class="calm">Nothing. Every MUST was judged and kept.</p></section>`;
  const broken = violations.map((one) => blocker(one, 'violation', firstProblem(one)));
  return html`<section aria-labelledby="blockers-title">
${title}
${grade.length > 0 ? html`<p>Grade <strong>${report.grade}</strong>: ${GRADE_MEANING[report.grade]}</p>` : undefined}
${firstRows(broken, FEW_VIOLATIONS, (rest) => plural(rest, 'more violation'))}
${openMusts(open, FEW_ROWS - Math.min(violations.length, FEW_VIOLATIONS))}
</section>`;
}

/** Few are shown at once; many are one line that opens, with their reasons counted. */
function openMusts(open: readonly ReportRequirement[], few: number): Markup {
  if (open.length === 0) return html``;
  const rows = open.map((one) => blocker(one, 'inconclusive', openReason(one)));
  if (open.length <= few) return html`<ul class="blockers">${rows}</ul>`;
  const reasons = openByReason(open).map(([reason, list]) => `${grouped(list.length)} ${reason}`);
  return html`<details class="more"><summary><span class="mark" data-tone="inconclusive"><span aria-hidden="true">${MARKS.inconclusive.glyph}</span> ${grouped(open.length)} MUSTs could not be judged</span> <span class="faint">${reasons.join(', ')}</span></summary>
<ul class="blockers">${rows}</ul></details>`;
}

function blocker(requirement: ReportRequirement, tone: keyof Tally, text: string): Markup {
  return html`<li><span class="mark" data-tone="${tone}"><span aria-hidden="true">${MARKS[tone].glyph}</span> ${requirement.verdict === 'untested' ? 'untested' : MARKS[tone].word}</span> <a class="mono" href="#${requirement.id}">${requirement.id}</a><span class="why">${text}</span></li>`;
}

function areas(report: ConformanceReport): Markup {
  const sections = sectionsOf(report);
  if (sections.length === 0) return html`<section><h2>Areas</h2><p class="calm">Nothing was judged.</p></section>`;
  return html`<section aria-labelledby="areas-title">
<h2 id="areas-title">Areas at a glance</h2>
<div class="scroll" role="region" aria-label="Table of areas" tabindex="0"><table class="areas">
<thead><tr><th scope="col">Area</th><th scope="col" class="share"><span class="unseen">Shares</span></th>${TALLY_KEYS.map((key) => html`<th scope="col" class="count" title="${MARKS[key].plural}"><span aria-hidden="true">${MARKS[key].glyph}</span><span class="unseen">${MARKS[key].plural}</span></th>`)}</tr></thead>
<tbody>${sections.map((section) => areaRow(section))}</tbody>
</table></div>
</section>`;
}

function areaRow({ area, requirements }: AreaSection): Markup {
  const counts = tally(requirements);
  return html`<tr><th scope="row"><a href="#area-${area}">${area}</a></th><td class="share">${bar(counts, requirements.length)}</td>${TALLY_KEYS.map(
    (key) =>
      html`<td class="count" data-tone="${counts[key] === 0 ? 'none' : key}">${counts[key] === 0 ? html`<span aria-label="0">·</span>` : grouped(counts[key])}</td>`,
  )}</tr>`;
}

/** Shares as a drawing; the numbers stand beside it, so it is hidden from screen readers. */
function bar(counts: Tally, total: number): Markup {
  let from = 0;
  const parts = TALLY_KEYS.filter((key) => counts[key] > 0).map((key) => {
    const width = (counts[key] / total) * 100;
    const part = html`<rect class="tone-${key}" x="${from.toFixed(2)}" y="0" width="${Math.max(0.5, width - 0.6).toFixed(2)}" height="8"></rect>`;
    from += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}
