/** `requirements`: what is judged, as a table for people, JSON for machines or Markdown for documents. */

import { loadContract } from '../contract/load.ts';
import { DEFAULT_REVISION, type Requirement, type Revision } from '../model/requirement.ts';
import { EXIT, type ExitCode } from '../model/verdict.ts';

interface Flags {
  readonly format: 'table' | 'json' | 'md';
  readonly revision?: Revision;
}

export function requirementsCommand(flags: Flags): ExitCode {
  const revision = flags.revision ?? DEFAULT_REVISION;
  const { requirements } = loadContract(revision);
  process.stdout.write(`${render(requirements, revision, flags.format)}\n`);
  return EXIT.conforms;
}

function render(requirements: readonly Requirement[], revision: Revision, format: Flags['format']): string {
  switch (format) {
    case 'json':
      return JSON.stringify({ revision, requirements }, null, 2);
    case 'md':
      return [
        `# Requirements of revision ${revision}`,
        '',
        '| id | level | statement | source |',
        '|---|---|---|---|',
        ...requirements.map(
          (one) => `| ${[one.id, one.level, cell(sentence(one)), cell(sourceOf(one))].join(' | ')} |`,
        ),
      ].join('\n');
    case 'table':
      return [
        ...requirements.map((one) => `${one.id.padEnd(44)} ${one.level.padEnd(11)} ${sentence(one)}`),
        '',
        countLine(requirements, revision),
      ].join('\n');
  }
}

function sentence(one: Requirement): string {
  return one.excluded === undefined ? one.statement : `${one.statement} (not judged: ${one.excluded})`;
}

function sourceOf(one: Requirement): string {
  const rulings = one.rulings.length > 0 ? `, ruling ${one.rulings.join(', ')}` : '';
  return `${one.source.document}: ${one.source.section}${rulings}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function countLine(requirements: readonly Requirement[], revision: Revision): string {
  const count = (level: Requirement['level']) =>
    requirements.filter((one) => one.level === level && one.excluded === undefined).length;
  const excluded = requirements.filter((one) => one.excluded !== undefined).length;
  return (
    `${requirements.length} requirements in revision ${revision}: ${count('MUST')} MUST, ${count('SHOULD')} SHOULD, ` +
    `${count('MAY') + count('UNSPECIFIED')} recorded only, ${excluded} excluded with a reason`
  );
}
