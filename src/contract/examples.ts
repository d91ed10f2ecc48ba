/**
 * specs/examples: one legal body for a schema, for people whose tools show or serve examples. Knows the form of the files and
 * what their placeholders stand for; whether a body is legal is held by a test.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, isObject, type Json } from '../model/json.ts';
import type { Revision } from '../model/requirement.ts';
import { type OpenApiSource, pathsIn } from './openapi.ts';
import { json, readYaml, refuse, repositoryPath } from './yaml.ts';

/** By the file name of the schema. */
export type Examples = ReadonlyMap<string, Json>;

/** Every example, with the addresses of the revision. */
export function loadExamples(source: OpenApiSource, revision: Revision, host: string): Examples {
  const folder = repositoryPath('specs', 'examples');
  const operations = source.operations();
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    names.sort().map((name) => {
      const located = readYaml(join(folder, name));
      const addressed = (text: string) =>
        text.replace(/^\{(\w+): ([0-9a-f-]{36})\}$/, (_, id: string, uuid: string) => {
          const operation = operations.find((one) => one.id === id);
          // An operation that this revision lacks is only named by examples that it does not show.
          const path = operation === undefined ? undefined : (pathsIn(operation, revision)[0] ?? '');
          if (path === undefined) refuse(located, `"${id}" is no operation.`, 'Name one of specs/openapi.');
          return `${host}${path.replace('{id}', uuid)}`;
        });
      return [name.replace(/\.yaml$/, '.schema.json'), withTexts(json(located), addressed)];
    }),
  );
}

function withTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (isArray(value)) return value.map((one) => withTexts(one, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withTexts(member, change)]));
}
