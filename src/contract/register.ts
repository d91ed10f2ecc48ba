/**
 * Reads the requirement register (specs/requirements) strictly: a row that is mistyped, cites an unknown document or
 * ruling, or repeats an id stops the program with file, line and the nearest right word. Knows no case and no check.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError, didYouMean } from '../model/errors.ts';
import {
  AREAS,
  type Area,
  LEVELS,
  type Level,
  OPERATIONS,
  type OperationId,
  PROFILES,
  PROVENANCES,
  type Profile,
  type Provenance,
  type Requirement,
  type Revision,
  type Source,
} from '../model/requirement.ts';
import { recordsOnly } from '../model/verdict.ts';
import { revisionsAt } from './revisions.ts';
import { editionIn, loadRulings, loadSources, type Ruling, type SourceDocument } from './sources.ts';
import {
  closedMap,
  integer,
  isListed,
  isMapped,
  items,
  type Located,
  oneOf,
  placeOf,
  readYaml,
  refuse,
  repositoryPath,
  text,
} from './yaml.ts';

/** Most words of a statement: one that needs more says two things. */
const STATEMENT_WORDS = 30;

/** One authored row; level and provenance may differ by revision. */
export interface RegisterRow {
  readonly id: string;
  readonly area: Area;
  readonly levels: Readonly<Partial<Record<Revision, Level>>>;
  readonly provenances: Readonly<Partial<Record<Revision, Provenance>>>;
  readonly statement: string;
  readonly operation?: OperationId;
  readonly profile: Profile;
  readonly revisions: readonly Revision[];
  readonly source: Source;
  readonly rulings: readonly number[];
  readonly excluded?: string;
}

/** Every row of every area and revision. */
export interface Register {
  /** Sorted by id. */
  readonly rows: readonly RegisterRow[];
  readonly sources: readonly SourceDocument[];
  /** specs/rulings.md by number. */
  readonly rulings: ReadonlyMap<number, Ruling>;
  row(id: string): RegisterRow | undefined;
  /** The requirements that hold in a revision, sorted by id. */
  inRevision(revision: Revision): readonly Requirement[];
  /** A requirement as the latest revision that has it words it; undefined for an unknown id. */
  anywhere(id: string): Requirement | undefined;
}

/** A word for all revisions, or a map with exactly one word for each revision of the row. */
function byRevision<Word extends string>(
  at: Located,
  revisions: readonly Revision[],
  known: readonly Word[],
  what: string,
): Readonly<Partial<Record<Revision, Word>>> {
  if (!isMapped(at)) {
    const word = oneOf(at, known, what);
    return Object.fromEntries(revisions.map((revision) => [revision, word]));
  }
  const words = closedMap(at, revisions);
  return Object.fromEntries(revisions.map((revision) => [revision, oneOf(words[revision], known, what)]));
}

function rulingsOf(at: Located | undefined, known: ReadonlyMap<number, Ruling>): readonly number[] {
  if (at === undefined) return [];
  const cited = isListed(at) ? items(at) : [at];
  return cited.map((one) => {
    const number = integer(one);
    if (!known.has(number)) {
      refuse(one, `Ruling ${number} is not in specs/rulings.md.`, `Rulings are numbered 1 to ${known.size}.`);
    }
    return number;
  });
}

function statementOf(at: Located): string {
  const statement = text(at).trim();
  const words = statement.split(/\s+/).length;
  if (words > STATEMENT_WORDS) {
    refuse(
      at,
      `The statement has ${words} words; at most ${STATEMENT_WORDS}.`,
      'Say one rule in one sentence, or split the requirement.',
    );
  }
  return statement;
}

function idOf(at: Located, area: Area): string {
  const id = text(at);
  if (!/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    refuse(at, `"${id}" is no requirement id.`, 'Write area.rule in lower case with hyphens.');
  }
  if (!id.startsWith(`${area}.`)) {
    refuse(at, `"${id}" stands in the file of area ${area}.`, `Begin the id with "${area}.", or move the row.`);
  }
  return id;
}

function sourceOf(at: Located, documents: readonly string[]): Source {
  const keys = closedMap(at, ['document', 'section']);
  const document = text(keys.document);
  if (!documents.includes(document)) {
    const hint = didYouMean(document, documents);
    refuse(keys.document, `"${document}" is not in specs/sources.yaml.${hint}`, `Known: ${documents.join(', ')}.`);
  }
  return { document, section: text(keys.section) };
}

interface Known {
  readonly documents: readonly string[];
  readonly rulings: ReadonlyMap<number, Ruling>;
}

function rowOf(entry: Located, area: Area, known: Known): RegisterRow {
  const keys = closedMap(
    entry,
    ['id', 'level', 'statement', 'profile', 'revisions', 'source', 'provenance'],
    ['operation', 'ruling', 'excluded'],
  );
  const revisions = revisionsAt(keys.revisions);
  if (revisions.length === 0) refuse(keys.revisions, 'No revision is named.', 'Name at least one, or write all.');
  const row: RegisterRow = {
    id: idOf(keys.id, area),
    area,
    levels: byRevision(keys.level, revisions, LEVELS, 'level'),
    provenances: byRevision(keys.provenance, revisions, PROVENANCES, 'provenance'),
    statement: statementOf(keys.statement),
    ...(keys.operation && { operation: oneOf(keys.operation, OPERATIONS, 'operation') }),
    profile: oneOf(keys.profile, PROFILES, 'profile'),
    revisions,
    source: sourceOf(keys.source, known.documents),
    rulings: rulingsOf(keys.ruling, known.rulings),
    ...(keys.excluded && { excluded: text(keys.excluded) }),
  };
  refuseJudgedSilence(keys, row);
  return row;
}

/** Where the documents are silent, behaviour is recorded and never judged. */
function refuseJudgedSilence(keys: { readonly level: Located }, row: RegisterRow): void {
  for (const revision of row.revisions) {
    const level = row.levels[revision];
    if (row.provenances[revision] === 'silence' && level !== undefined && !recordsOnly(level)) {
      refuse(keys.level, `A rule the documents are silent about cannot be a ${level}.`, 'Make it MAY or UNSPECIFIED.');
    }
  }
}

function resolved(row: RegisterRow, revision: Revision, sources: readonly SourceDocument[]): Requirement | undefined {
  const level = row.levels[revision];
  const provenance = row.provenances[revision];
  if (level === undefined || provenance === undefined) return undefined;
  const { levels: _levels, provenances: _provenances, source, ...rest } = row;
  const document = editionIn(revision, source.document, sources);
  return { ...rest, level, provenance, source: { document, section: source.section } };
}

function areaFiles(folder: string): readonly { readonly area: Area; readonly file: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') || name.endsWith('.yml'))
    .sort()
    .map((name) => {
      const area = AREAS.find((one) => `${one}.yaml` === name);
      if (area === undefined) {
        const hint = didYouMean(name.replace(/\.ya?ml$/, ''), AREAS);
        throw new ContractError(
          `specs/requirements/${name} is named after no area.${hint}`,
          `A requirement file is called after its area: ${AREAS.map((one) => `${one}.yaml`).join(', ')}.`,
        );
      }
      return { area, file: join(folder, name) };
    });
}

/** Loads the whole register from `specs` (the repository's own by default). */
export function loadRegister(specs: string = repositoryPath('specs')): Register {
  const sources = loadSources(join(specs, 'sources.yaml'));
  const rulings = loadRulings(join(specs, 'rulings.md'));
  const known: Known = { documents: sources.map(({ id }) => id), rulings };
  const rows = new Map<string, { readonly row: RegisterRow; readonly entry: Located }>();
  for (const { area, file } of areaFiles(join(specs, 'requirements'))) {
    for (const entry of items(readYaml(file))) {
      const row = rowOf(entry, area, known);
      const first = rows.get(row.id);
      if (first) {
        refuse(entry, `"${row.id}" is there already, at ${placeOf(first.entry)}.`, 'Rename or remove one of the two.');
      }
      rows.set(row.id, { row, entry });
    }
  }
  const sorted = [...rows.values()].map(({ row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    rows: sorted,
    sources,
    rulings,
    row: (id) => rows.get(id)?.row,
    inRevision: (revision) => sorted.flatMap((row) => resolved(row, revision, sources) ?? []),
    anywhere: (id) => {
      const row = rows.get(id)?.row;
      const last = row?.revisions.at(-1);
      return row && last && resolved(row, last, sources);
    },
  };
}
