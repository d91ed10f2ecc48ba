/** docs/commands.md against the program: the same commands, the same flags, the same examples, in both directions. */

import { expect, test } from 'vitest';
import { buildProgram } from '../src/cli/main.ts';
import { type RunFlags, variableOf } from '../src/harness/flags.ts';
import { commandsOf, textOf } from './fixtures/documents.ts';

const program = await buildProgram(() => {});
const shown = (of: typeof program) =>
  program
    .createHelp()
    .visibleCommands(of)
    .filter((one) => one.name() !== 'help');
const commands = shown(program).flatMap((one) => [
  { path: one.name(), command: one },
  ...shown(one).map((inner) => ({ path: `${one.name()} ${inner.name()}`, command: inner })),
]);

const page = textOf('docs/commands.md');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| `(--.+?)` \|(?: `(SPEND_\w+)` \|)? .+ \|$/gm)].map((match) => ({
    flags: match[1]?.replaceAll('\\|', '|') ?? '',
    twin: match[2],
  }));

test('every command has its section, and no section is of another', () => {
  const others = ['Exit codes', 'Other variables'];
  expect([...sections.keys()].filter((one) => !others.includes(one)).sort()).toEqual(
    commands.map((one) => one.path).sort(),
  );
});

test.each(commands)('$path: how it is called, its flags, its example', ({ path, command }) => {
  const text = sections.get(path) ?? '';
  expect(text).toContain(`\n\`spend-conformance ${path} ${command.usage()}\`\n`);
  expect(rowsOf(text).map((one) => one.flags)).toEqual(command.options.map((one) => one.flags));
  let help = '';
  command.configureOutput({ writeOut: (more) => (help += more) }).outputHelp();
  const example = /\nExample:\n {2}(spend-conformance .*)\n/.exec(help)?.[1];
  expect(commandsOf(text)).toContain(`npx ${example}`);
});

test('a flag that must be given says so, and only such a flag', () => {
  for (const { path, command } of commands) {
    for (const option of command.options) {
      const row = (sections.get(path) ?? '').split('\n').find((line) => line.startsWith(`| \`${option.flags}\` |`));
      if (row !== undefined) expect(row.includes('| needed: '), `${path} ${option.flags}`).toBe(option.mandatory);
    }
  }
});

test('each flag of run stands beside its twin', () => {
  const run = commands.find((one) => one.path === 'run');
  const twins = run?.command.options.map((one) => variableOf(one.attributeName() as keyof RunFlags));
  expect(rowsOf(sections.get('run') ?? '').map((one) => one.twin)).toEqual(twins);
});

test('no document names a flag that no command has', () => {
  const known = new Set([
    '--version',
    '--help',
    ...commands.flatMap((one) => one.command.options.map((each) => each.long)),
  ]);
  for (const path of ['docs/commands.md', 'docs/automation.md', 'docs/targets.md', 'docs/reading-a-report.md']) {
    const text = textOf(path).replaceAll(
      /^(openssl|cosign|npx playwright|npx allure@3|npm|docker) (?:.*\\\n)*.*$/gm,
      '',
    );
    const named = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map((match) => match[0]);
    expect(
      named.filter((one) => !known.has(one)),
      path,
    ).toEqual([]);
  }
});
