/**
 * What requirements cite: the documents of specs/sources.yaml and the numbered rulings of specs/rulings.md. Knows which
 * edition of a text is in force when; knows no requirement.
 */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ContractError } from '../model/errors.ts';
import { REVISIONS, type Revision } from '../model/requirement.ts';
import { closedMap, entries, items, oneOf, readYaml, text } from './yaml.ts';

/** One document of specs/sources.yaml. */
export interface SourceDocument {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  /** Shared by the editions of one text. */
  readonly page?: string;
  readonly revision: string;
  readonly date: string;
  readonly authority: 'seed' | 'published' | 'rfc' | 'project';
  /** Contract revisions in which it is in force. */
  readonly revisions: readonly Revision[];
}

/** Every document, in the order of the file. */
export function loadSources(file: string): readonly SourceDocument[] {
  return entries(readYaml(file)).map(([id, entry]) => {
    const keys = closedMap(entry, ['title', 'file', 'revision', 'date', 'authority', 'revisions'], ['page']);
    return {
      id,
      title: text(keys.title),
      file: text(keys.file),
      ...(keys.page && { page: text(keys.page) }),
      revision: text(keys.revision),
      date: text(keys.date),
      authority: oneOf(keys.authority, ['seed', 'published', 'rfc', 'project'], 'authority'),
      revisions: items(keys.revisions).map((one) => oneOf(one, REVISIONS, 'revision')),
    };
  });
}

/** One ruling of specs/rulings.md. */
export interface Ruling {
  readonly title: string;
  /** Its text as Markdown, without the heading. */
  readonly text: string;
}

/** Headings `## 12. Title`, in ascending order and without a gap, each with the text beneath it. */
export function loadRulings(file: string): ReadonlyMap<number, Ruling> {
  const rulings = new Map<number, Ruling>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    const heading = /^## (\d+)\. (\S.*)$/.exec(line);
    if (!heading) continue;
    const number = Number(heading[1]);
    if (number !== rulings.size + 1) {
      const place = `specs/${basename(file)}:${index + 1}`;
      throw new ContractError(
        `${place}: ruling ${number} stands where ${rulings.size + 1} is due.`,
        'Rulings are numbered from 1 without a gap, and a number is never reused.',
      );
    }
    const beneath = lines.slice(index + 1);
    const end = beneath.findIndex((one) => one.startsWith('## '));
    const text = beneath.slice(0, end < 0 ? undefined : end);
    rulings.set(number, { title: heading[2] ?? '', text: text.join('\n').trim() });
  }
  return rulings;
}

/** The edition of the cited document that is in force in the revision; the cited one where there is none. */
export function editionIn(revision: Revision, cited: string, sources: readonly SourceDocument[]): string {
  const document = sources.find((one) => one.id === cited);
  if (document?.page === undefined || document.revisions.includes(revision)) return cited;
  return sources.find((one) => one.page === document.page && one.revisions.includes(revision))?.id ?? cited;
}
