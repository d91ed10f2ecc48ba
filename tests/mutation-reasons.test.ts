/**
 * Reasons for mutants that live, against the checks as they are: `npm run mutate` takes long and is run seldom, so a
 * reason whose line has changed would excuse something nobody looked at until then.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { oneLine, reasonsOf } from './mutation/survivors.ts';

const folder = repositoryPath('tests', 'mutation', 'reasons');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.yaml$/, '.ts'));

test('there are some', () => {
  expect(files.length).toBeGreaterThan(5);
});

test.each(files)('the reasons of %s are about lines that stand there', (file) => {
  const source = readFileSync(repositoryPath(join('src', 'checks', file)), 'utf8');
  const lines = new Set(source.split('\n').map(oneLine));
  // Brackets of a long expression may stand on lines of their own, so blanks count for nothing.
  const solid = source.replaceAll(/\s/g, '');
  const rows = reasonsOf(file).flatMap(({ mutants }) => mutants);
  expect(rows.filter((one) => !lines.has(oneLine(one.in)) || !solid.includes(one.was.replaceAll(/\s/g, '')))).toEqual(
    [],
  );
});

test('docs/mutation.md was written with these reasons', () => {
  const [, survivors = ''] = readFileSync(repositoryPath('docs', 'mutation.md'), 'utf8').split('\n## Survivors\n');
  const sections = survivors.split('\n### ').slice(1);
  const listed = sections.map((one) => [one.split('\n')[0], one] as const);
  expect(listed.map(([file]) => file).sort()).toEqual([...files].sort());
  for (const [file = '', section] of listed) {
    for (const { reason } of reasonsOf(file)) expect(section).toContain(`\n${reason}\n`);
  }
});
