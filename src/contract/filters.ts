/** Reads specs/filters.yaml into the filter matrix of one revision. Data only: it parses and judges no filter. */

import { join } from 'node:path';
import type { Revision } from '../model/requirement.ts';
import { REVISIONS } from '../model/requirement.ts';
import type { FilterAttribute, FilterMatrix } from './contract.ts';
import { holdsIn } from './revisions.ts';
import { closedMap, entries, flag, integer, items, type Located, oneOf, readYaml, text, texts } from './yaml.ts';

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le', 'and', 'or', 'not'] as const;

function operators(at: Located): readonly string[] {
  return items(at).map((one) => oneOf(one, OPERATORS, 'operator'));
}

function attributeOf(entry: Located, prefix: string): FilterAttribute {
  const keys = closedMap(entry, ['name', 'type', 'freeText', 'operators'], ['enumerated']);
  const name = text(keys.name);
  return {
    name,
    path: `${prefix}:${name}`,
    type: oneOf(keys.type, ['string', 'boolean'], 'type'),
    freeText: flag(keys.freeText),
    enumerated: keys.enumerated !== undefined && flag(keys.enumerated),
    operators: operators(keys.operators),
  };
}

function customDataOf(at: Located, prefix: string, revision: Revision): FilterMatrix['customData'] {
  const keys = closedMap(at, ['name', 'operators', 'ids']);
  const ids = entries(keys.ids).flatMap(([stem, count]) =>
    Array.from({ length: integer(count) }, (_, index) => `${stem}${index + 1}`),
  );
  return {
    path: `${prefix}:${text(keys.name)}`,
    operators: operators(closedMap(keys.operators, REVISIONS)[revision]),
    ids,
  };
}

/** The matrix of one revision. */
export function loadFilters(specs: string, revision: Revision): FilterMatrix {
  const file = readYaml(join(specs, 'filters.yaml'));
  const keys = closedMap(file, ['prefix', 'attributes', 'customData', 'unsupportedOperators', 'unfilterable']);
  const prefix = text(keys.prefix);
  const unfilterable = items(keys.unfilterable).map((entry) => closedMap(entry, ['path', 'revisions']));
  return {
    attributes: items(keys.attributes).map((entry) => attributeOf(entry, prefix)),
    customData: customDataOf(keys.customData, prefix, revision),
    unsupportedOperators: texts(keys.unsupportedOperators),
    unfilterable: unfilterable.filter((one) => holdsIn(one.revisions, revision)).map((one) => text(one.path)),
  };
}
