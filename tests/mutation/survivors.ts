/**
 * Which mutants of the checks live, after `npm run mutate`, and the reason written down for each. A reason names its mutants
 * one by one (tests/mutation/reasons, a file for each file of src/checks): a pattern would excuse mutants nobody looked at.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { schema } from '@stryker-mutator/api/core';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const REPORT = 'reports/mutation/mutation.json';
const REASONS = 'tests/mutation/reasons';
const CHECKS = 'src/checks/';

/** A mutant as people write it down: the line it is in, the text it replaces, and what stands there instead. */
export interface MutantText {
  readonly in: string;
  readonly was: string;
  readonly now: string;
}

export interface Reason {
  readonly reason: string;
  readonly mutants: readonly MutantText[];
}

export interface Survivor extends MutantText {
  readonly place: string;
  readonly reason: string | undefined;
}

export interface MutatedFile {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
  /** Reasons for mutants that do not live, or not any more. */
  readonly stale: readonly MutantText[];
}

const isReasons = new Ajv().compile<readonly Reason[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['reason', 'mutants'],
    additionalProperties: false,
    properties: {
      reason: { type: 'string', minLength: 20 },
      mutants: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['in', 'was', 'now'],
          additionalProperties: false,
          properties: { in: { type: 'string' }, was: { type: 'string' }, now: { type: 'string' } },
        },
      },
    },
  },
});

export function reasonsOf(file: string): readonly Reason[] {
  const path = join(REASONS, file.replace(/\.ts$/, '.yaml'));
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  const read: unknown = parse(text);
  if (!isReasons(read)) throw new Error(`${path} is not a list of { reason, mutants: [{ in, was, now }] }`);
  return read;
}

/** The text between two places, on one line. */
function textAt(source: string, { start, end }: schema.Location): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined).trim(),
    )
    .join(' ');
}

/** Texts are compared without regard to how the formatter breaks them. */
export const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const keyOf = (mutant: MutantText) => [mutant.in, mutant.was, mutant.now].map(oneLine).join('\n');
const isKilled = ({ status }: schema.MutantResult) => status === 'Killed' || status === 'Timeout';

function readFile(path: string, { source, mutants }: schema.FileResult): MutatedFile {
  const file = path.slice(CHECKS.length);
  const reasons = reasonsOf(file);
  const reasonOf = new Map(reasons.flatMap(({ reason, mutants }) => mutants.map((one) => [keyOf(one), reason])));
  const survivors = mutants
    .filter((one) => !isKilled(one))
    .sort((a, b) => a.location.start.line - b.location.start.line || a.location.start.column - b.location.start.column)
    .map(({ location, replacement = '' }): Survivor => {
      const { line, column } = location.start;
      const text = {
        in: (source.split('\n')[line - 1] ?? '').trim(),
        was: textAt(source, location),
        now: oneLine(replacement),
      };
      return { ...text, place: `${line}:${column}`, reason: reasonOf.get(keyOf(text)) };
    });
  const living = new Set(survivors.map(keyOf));
  const stale = reasons.flatMap((row) => row.mutants).filter((one) => !living.has(keyOf(one)));
  return { file, mutants: mutants.length, killed: mutants.length - survivors.length, survivors, stale };
}

/** Every mutated file of the last report, by name. */
export function mutatedFiles(): readonly MutatedFile[] {
  const report: schema.MutationTestResult = JSON.parse(readFileSync(REPORT, 'utf8'));
  return Object.entries(report.files)
    .map(([path, result]) => readFile(path, result))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Files of checks with code in them that the last report does not know: it was made of a part only. */
export function filesNotMutated(files: readonly MutatedFile[]): readonly string[] {
  const known = new Set(files.map(({ file }) => file));
  return readdirSync(CHECKS, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') && !known.has(name) && /=> |function /.test(readFileSync(join(CHECKS, name), 'utf8')),
  );
}
