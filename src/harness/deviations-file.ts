/** Reads and writes `targets/*.deviations.yaml`: the known failures of a target. Strict: what does not fit names its line. */

import { existsSync, readFileSync } from 'node:fs';
import { isSeq, parseDocument } from 'yaml';
import { closedMap, items, type Located, placeOf, readYaml, refuse, text } from '../contract/yaml.ts';
import type { Deviation } from '../model/deviation.ts';
import { ConfigurationError } from '../model/errors.ts';

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const FINGERPRINT = /^sha256:[0-9a-f]{16}$/;

/** Whether the text is a day that exists, as YYYY-MM-DD. */
export function isDay(value: string): boolean {
  return DAY.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}

export function readDeviations(file: string): readonly Deviation[] {
  if (!existsSync(file)) {
    throw new ConfigurationError(
      `the deviations file ${file} does not exist`,
      'Write one with: spend-conformance deviations accept REPORT --file FILE.',
    );
  }
  const { deviations } = closedMap(readYaml(file), ['deviations']);
  const read = items(deviations).map(deviationOf);
  const twice = read.find((one, index) => read.findIndex((other) => other.id === one.id) < index);
  if (twice !== undefined) {
    throw new ConfigurationError(`${twice.place}: ${twice.id} is listed twice`, 'Keep one of the two entries.');
  }
  return read;
}

function deviationOf(entry: Located): Deviation {
  const fields = closedMap(entry, ['reason', 'expires', 'fingerprint'], ['case', 'requirement', 'reference']);
  if ((fields.case === undefined) === (fields.requirement === undefined)) {
    refuse(entry, 'An entry is about one case or one requirement.', 'Write either "case: ..." or "requirement: ...".');
  }
  const subject = fields.case ?? fields.requirement ?? entry;
  const expires = text(fields.expires);
  if (!isDay(expires)) refuse(fields.expires, `"${expires}" is no day.`, 'Write it as YYYY-MM-DD.');
  const fingerprint = text(fields.fingerprint);
  if (!FINGERPRINT.test(fingerprint)) {
    refuse(
      fields.fingerprint,
      `"${fingerprint}" is no fingerprint.`,
      'Let the tool write it: spend-conformance deviations accept REPORT.',
    );
  }
  return {
    id: text(subject),
    scope: fields.case === undefined ? 'requirement' : 'case',
    reason: text(fields.reason),
    ...(fields.reference && { reference: text(fields.reference) }),
    expires,
    fingerprint,
    place: placeOf(subject, true),
  };
}

/** The file's text with these entries added or replaced; comments and the order of what stands are kept. */
export function withEntries(file: string, added: readonly Omit<Deviation, 'place'>[]): string {
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : 'deviations: []\n');
  const known = existsSync(file) ? readDeviations(file) : [];
  for (const { scope, id, ...rest } of added) {
    const node = document.createNode({ [scope]: id, ...rest });
    const index = known.findIndex((one) => one.id === id && one.scope === scope);
    if (index >= 0) document.setIn(['deviations', index], node);
    else document.addIn(['deviations'], node);
  }
  const list = document.get('deviations');
  if (isSeq(list)) list.flow = false;
  return document.toString({ lineWidth: 120 });
}
