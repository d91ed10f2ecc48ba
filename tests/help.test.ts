import { expect, test } from 'vitest';
import { buildProgram } from '../src/cli/main.ts';

const program = await buildProgram(() => {});
const commands = program.commands.flatMap((one) => [one, ...one.commands]);

test.each(commands.map((one) => [one.name(), one] as const))('the help of %s ends with an example', (name, command) => {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  const example = /\nExample:\n {2}spend-conformance (.*)\n/.exec(text)?.[1] ?? '';
  expect(example.split(' ')).toContain(name);
  // Every flag it shows is one the command has.
  for (const [flag] of example.matchAll(/--[a-z-]+/g)) expect(text.split('Example:')[0]).toContain(flag);
});

test('the help of the program shows first steps, each of them a command it has', () => {
  let text = '';
  program.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  const shown = [...text.matchAll(/^ {2}spend-conformance (\w+)/gm)].map((match) => match[1] ?? '');
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((one) => one !== 'help' && !commands.some((command) => command.name() === one))).toEqual([]);
});
