/**
 * Requirement ids are a promise: deviations, links and reports of other people stand on them. The snapshot is a plain
 * list, one id a line, sorted; it only ever grows. A retired rule keeps its line and gets `excluded` in the register.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadRegister } from '../src/contract/register.ts';
import { repositoryPath } from '../src/contract/yaml.ts';

const SNAPSHOT = 'tests/snapshots/requirement-ids.txt';

const frozen = readFileSync(repositoryPath(SNAPSHOT), 'utf8').split('\n').filter(Boolean);
const present = loadRegister().rows.map((row) => row.id);

test('no frozen id was removed or renamed', () => {
  const gone = frozen.filter((id) => !present.includes(id));
  expect(gone, 'Put these ids back; an id is never renamed or reused').toEqual([]);
});

test('a new id is frozen with the change that adds it', () => {
  const fresh = present.filter((id) => !frozen.includes(id));
  expect(fresh, `Add to ${SNAPSHOT}, in order:\n${fresh.join('\n')}\n`).toEqual([]);
});

test('the snapshot is sorted and holds each id once', () => {
  expect(frozen).toEqual([...new Set(frozen)].sort());
});
