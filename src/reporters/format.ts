/**
 * Words, numbers and marks that every view of a report shares. Pure text: knows nothing of HTML, XML or terminals, and
 * nothing of how a run came about.
 */

import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { ConformanceReport, ReportRequirement, RequirementPower, Tally } from '../model/report.ts';
import { NOT_SELECTED, tallyKey } from '../model/report.ts';
import type { Provenance } from '../model/requirement.ts';
import type { Outcome } from '../model/verdict.ts';

/** The order in which counts are shown: what needs attention first. */
export const TALLY_KEYS = ['violation', 'warning', 'inconclusive', 'pass', 'observation', 'other'] as const;

interface Mark {
  readonly glyph: string;
  readonly word: string;
  readonly plural: string;
}

/** A mark is never colour alone: a glyph and a word. */
export const MARKS: Readonly<Record<keyof Tally, Mark>> = {
  violation: { glyph: '✕', word: 'violation', plural: 'violations' },
  warning: { glyph: '!', word: 'warning', plural: 'warnings' },
  inconclusive: { glyph: '?', word: 'inconclusive', plural: 'inconclusive' },
  pass: { glyph: '✓', word: 'pass', plural: 'pass' },
  observation: { glyph: '○', word: 'recorded', plural: 'recorded' },
  other: { glyph: '–', word: 'not judged', plural: 'not judged' },
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly glyph: string; readonly title: string }>> = {
  conforms: { glyph: '✓', title: 'Conforms' },
  violations: { glyph: '✕', title: 'Does not conform' },
  inconclusive: { glyph: '?', title: 'Inconclusive' },
};

/** What a rule stands on, in words. */
export const PROVENANCE_WORDS: Readonly<Record<Provenance, string>> = {
  'documented-table': 'a table or sentence of the documents',
  'documented-example': 'an example in the documents',
  'published-later': 'a document published later',
  rfc: 'an RFC',
  silence: 'nothing: the documents are silent',
  ruling: 'a ruling',
};

/** The exact word for a requirement; finer than the key it is counted under. */
export function wordOf(requirement: ReportRequirement): string {
  const key = tallyKey(requirement);
  if (key === 'other' && requirement.reason === NOT_SELECTED) return 'not selected';
  if (requirement.verdict === 'untested') return 'untested';
  if (key !== 'other') return MARKS[key].word;
  return requirement.verdict === 'fail' ? 'fails, no impact' : requirement.verdict;
}

/** `1 case`, `2 cases`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** Thousands are separated by a comma, whatever the machine's locale. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `250 ms`, `6.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${grouped(Math.floor(whole / 60))} min ${whole % 60} s`;
}

/** `512 B`, `30 KB`, `4.2 MB`; decimal units. */
export function byteSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `2026-11-22 01:30 UTC`, or the text itself where it is no date. */
export function moment(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

// Control characters, and those that reorder what a reader sees.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Makes control and direction characters visible as `\u001b`, so that no text can act on the reader's screen. */
export function visible(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(UNSEEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** On one line and at most as long as asked, with an ellipsis where it was cut. */
export function oneLine(text: string, most = Number.POSITIVE_INFINITY): string {
  const flat = visible(text.replaceAll(/\s+/g, ' ').trim());
  const points = [...flat];
  return points.length <= most ? flat : `${points.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/** A value as a reader wants it: text bare, everything else as JSON. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, isObject(value) || isArray(value) ? 2 : 0);
}

/** `proven by 2 faults: a, b`, and what this run could not stand on. */
export function powerText({ faults, notProven }: RequirementPower): string {
  const names = (ids: readonly string[]) => (ids.length > 0 ? `: ${ids.join(', ')}` : '');
  const proven = `proven by ${plural(faults.length, 'fault')}${names(faults)}`;
  if (notProven.length === 0) return proven;
  return `${proven}; not here, where the cases that see them were not judged${names(notProven)}`;
}

/** One POSIX shell word. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command that repeats exactly this case under the run's own settings. */
export function repeatCommand(report: ConformanceReport, caseId: string): string {
  return `${repeatPrefix(report)}'${caseId.replaceAll("'", "'\\''")}'`;
}

/** All of it but the id of the case, which stands at its end in quotes. */
export function repeatPrefix(report: ConformanceReport): string {
  const { configuration } = report.run;
  const parts = [
    'npx spend-conformance run',
    ...targetFlags(report),
    '--revision',
    shellWord(report.contract.revision),
  ];
  if (configuration.strict === true) parts.push('--strict');
  return `${parts.join(' ')} --case `;
}

/** The embedded mock takes its population and its faults with it; another target its file, or its URL and profiles. */
function targetFlags({ run: { configuration }, target }: ConformanceReport): string[] {
  const { mock, targetFile } = configuration;
  if (isObject(mock)) {
    return [
      '--target mock',
      ...numbers(mock, 'users'),
      ...numbers(mock, 'seed'),
      ...texts(mock.faults).map((id) => `--fault ${shellWord(id)}`),
      ...texts(mock.variants).map((id) => `--variant ${shellWord(id)}`),
    ];
  }
  const writes = configuration.allowWrites === true ? ['--allow-writes'] : [];
  if (typeof targetFile === 'string') return ['--target', shellWord(targetFile), ...writes];
  const profiles = texts(configuration.profiles).map((profile) => `--profile ${shellWord(profile)}`);
  return ['--target', shellWord(target.baseUrl), ...profiles, ...writes];
}

function numbers(values: JsonObject, flag: string): string[] {
  const value = values[flag];
  return typeof value === 'number' ? [`--${flag} ${value}`] : [];
}

function texts(value: Json | undefined): string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
