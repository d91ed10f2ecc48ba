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
