/**
 * The body of report.html: every requirement under its area. What a reader scans is static markup; the cases of a
 * requirement lie beside it as JSON and are drawn when it is opened, so that thousands of cases cost nothing before.
 */

import type { ConformanceReport, ReportRequirement } from '../../model/report.ts';
import { tallyKey } from '../../model/report.ts';
import { LEVELS } from '../../model/requirement.ts';
import { type AreaSection, casesByUrgency, openReason, sectionsOf } from '../facts.ts';
import { MARKS, PROVENANCE_WORDS, plural, powerText, TALLY_KEYS, wordOf } from '../format.ts';
import { packed, SharedValues } from './case-data.ts';
import { html, jsonMarkup, type Markup } from './markup.ts';

export function requirementsPart(report: ConformanceReport): Markup {
  const sections = sectionsOf(report);
  if (sections.length === 0) return html``;
  const shared = new SharedValues();
  const areas = sections.map((section) => areaPart(report, section, shared));
  return html`<section class="requirements" aria-labelledby="requirements-title">
<h2 id="requirements-title">Requirements</h2>
<noscript><p class="calm">Scripts are switched off here: cases and their evidence are in report.json beside this file.</p></noscript>
${filterBar(sections)}
<p id="nothing-found" class="calm" hidden>Nothing matches the filter.</p>
${areas}
<script type="application/json" id="shared">${jsonMarkup(shared.page(report))}</script>
</section>`;
}

function filterBar(sections: readonly AreaSection[]): Markup {
  const box = (group: string, value: string, label: Markup | string) =>
    html`<label class="choice"><input type="checkbox" name="${group}" value="${value}"><span>${label}</span></label>`;
  const blames = [...new Set(sections.flatMap((one) => one.requirements.flatMap((each) => each.blame ?? [])))].sort();
  return html`<form id="filter" class="filter" role="search" aria-label="Filter requirements" hidden>
<label class="text-filter"><span class="unseen">Text in ids, statements, cases and problems</span><input type="search" id="filter-text" placeholder="Filter by text (press /)" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>Verdict</legend>${TALLY_KEYS.map((key) => box('verdict', key, html`<span aria-hidden="true">${MARKS[key].glyph}</span> ${MARKS[key].word}`))}</fieldset>
<fieldset><legend>Level</legend>${LEVELS.map((level) => box('level', level, level))}</fieldset>
${blames.length > 0 ? html`<fieldset><legend>Blamed on</legend>${blames.map((blame) => box('blame', blame, blame))}</fieldset>` : undefined}
<fieldset><legend>Area</legend>${sections.map(({ area }) => box('area', area, area))}</fieldset>
<p class="filter-foot"><output id="filter-count" role="status"></output> <button type="button" id="open-all">Open all shown</button> <button type="button" id="close-all">Close all</button> <button type="reset">Clear filter</button></p>
</form>`;
}

function areaPart(report: ConformanceReport, { area, requirements }: AreaSection, shared: SharedValues): Markup {
  return html`<section class="area" id="area-${area}" data-area="${area}" aria-labelledby="title-${area}">
<h3 id="title-${area}">${area} <span class="faint">${plural(requirements.length, 'requirement')}</span></h3>
${requirements.map((requirement) => requirementPart(report, requirement, shared))}
</section>`;
}

function requirementPart(report: ConformanceReport, requirement: ReportRequirement, shared: SharedValues): Markup {
  const key = tallyKey(requirement);
  return html`<details class="requirement" id="${requirement.id}" data-area="${requirement.area}" data-level="${requirement.level}" data-tone="${key}"${requirement.blame === undefined ? undefined : html` data-blame="${requirement.blame}"`}>
<summary><span class="mark" data-tone="${key}"><span aria-hidden="true">${MARKS[key].glyph}</span> ${wordOf(requirement)}</span><span class="headline"><span class="id mono">${requirement.id}</span> <span class="level">${requirement.level}</span> <span class="faint">${requirement.cases.length > 0 ? plural(requirement.cases.length, 'case') : 'no case'}${requirement.power === undefined ? '' : `, proven by ${plural(requirement.power.faults.length, 'fault')}`}</span><br><span class="statement">${requirement.statement}</span></span></summary>
<div class="inside">
${facts(report, requirement)}
${requirement.cases.length > 0 ? caseData(requirement, shared) : undefined}
</div>
</details>
`;
}

function facts({ contract }: ConformanceReport, requirement: ReportRequirement): Markup {
  const row = (term: string, text: string | Markup | undefined) =>
    text === undefined ? undefined : html`<div><dt>${term}</dt><dd>${text}</dd></div>`;
  const { source, ruling = [], power } = requirement;
  const document = contract.documents?.[source.document];
  const cited = document === undefined ? source.document : `${document.title} (${document.date})`;
  const why = tallyKey(requirement) === 'inconclusive' ? openReason(requirement) : undefined;
  return html`<dl class="facts">
${row('Source', `${cited}, ${source.section}`)}
${row('Stands on', PROVENANCE_WORDS[requirement.provenance])}
${row(ruling.length > 1 ? 'Rulings' : 'Ruling', ruling.length === 0 ? undefined : rulingLinks(contract, ruling))}
${row('Not judged because', requirement.excluded)}
${row('Reason', requirement.excluded === undefined ? requirement.reason : undefined)}
${row('In words', why === requirement.reason ? undefined : why)}
${row('Blamed on', requirement.blame)}
${row('Proven power', power === undefined ? undefined : powerText(power))}
<div><dt>Link</dt><dd><a class="mono" href="#${requirement.id}">#${requirement.id}</a></dd></div>
</dl>`;
}

/** Each by its title, as a link to its text; by its number alone where the report does not carry it. */
function rulingLinks({ rulings }: ConformanceReport['contract'], numbers: readonly number[]): Markup {
  const links = numbers.map((number) => {
    const title = rulings?.[number]?.title;
    return title === undefined ? String(number) : html`<a href="#ruling-${number}">${number}. ${title}</a>`;
  });
  return html`${links.map((link, index) => html`${index > 0 ? html`<br>` : undefined}${link}`)}`;
}

/** The cases as data, worst first. */
function caseData(requirement: ReportRequirement, shared: SharedValues): Markup {
  const cases = casesByUrgency(requirement.cases).map((one) => packed(one, shared));
  return html`<div class="cases"></div><script type="application/json">${jsonMarkup(cases)}</script>`;
}
