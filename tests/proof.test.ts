/**
 * What the proof publishes, without judging anything again: it covers the catalogue as it is, its texts follow from its
 * data, and the power of a requirement is what its judged cases can see. `npm run prove -- --check` judges.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import { loadProof, proofPath } from '../src/harness/proof-file.ts';
import { loadCases } from '../src/harness/suites.ts';
import { loadFaults } from '../src/mock/faults/catalogue.ts';
import { type Proof, type ProvenFault, powerOf } from '../src/model/proof.ts';
import type { ReportCase } from '../src/model/report.ts';
import { DEFAULT_REVISION, REVISIONS, type Revision } from '../src/model/requirement.ts';
import { recordsOnly } from '../src/model/verdict.ts';
import { proofDocument, proofLine, totalsOf } from '../src/proof/document.ts';
import { faultsIn } from '../src/proof/matrix.ts';
import { drifted, driftedFaults, proofText, publications } from '../src/proof/publish.ts';
import { sampleOf } from '../src/proof/sample.ts';

const catalogue = await loadFaults();

function published(revision: Revision): Proof {
  const proof = loadProof(revision);
  if (proof === undefined) throw new Error(`${proofPath(revision)} is missing; run: npm run prove -- --all`);
  return proof;
}

const PUBLISHED = REVISIONS.filter((one) => existsSync(proofPath(one)));

test('the default revision is proven', () => {
  expect(PUBLISHED).toContain(DEFAULT_REVISION);
});

describe.each(PUBLISHED)('the published proof of %s', (revision) => {
  const contract = loadContract(revision);
  const proof = published(revision);

  test('is about the faults there are, and their closures', () => {
    const holding = new Set(contract.requirements.map((one) => one.id));
    const declared = faultsIn(contract, catalogue).map(({ id, violates, closure = [] }) => ({
      id,
      violates,
      closure: closure.map((one) => one.requirement).filter((one) => holding.has(one)),
    }));
    const proven = proof.faults.map(({ id, violates, closure }) => ({ id, violates, closure: Object.keys(closure) }));
    expect(proven, 'run: npm run prove -- --all').toEqual(declared);
  });

  test('is about the cases there are', async () => {
    const cases = await loadCases(contract);
    const ids = new Set(cases.map((one) => one.id));
    const killers = proof.faults.flatMap((one) =>
      Object.entries(one.kills).flatMap(([id, slugs]) => slugs.map((slug) => `${id}/${slug}`)),
    );
    expect(killers.filter((id) => !ids.has(id))).toEqual([]);
    expect(proof.cases).toBe(cases.length);
  });

  test('holds: every fault is seen, and nothing else changes', () => {
    const { faults, detected, collateral } = totalsOf(proof);
    expect({ detected, collateral }).toEqual({ detected: faults, collateral: 0 });
    expect(proof.faults.filter((one) => one.seenAs === '').map((one) => one.id)).toEqual([]);
  });

  test('saw every case of a MUST or SHOULD red', () => {
    expect(proof.neverRed).toEqual([]);
    expect(proof.binding).toBeGreaterThan(1_000);
  });

  test('leaves no MUST and no SHOULD without a fault', () => {
    const broken = new Set(proof.faults.map((one) => one.violates));
    const without = contract.requirements.filter(
      (one) => one.excluded === undefined && !recordsOnly(one.level) && !broken.has(one.id),
    );
    expect(without.map((one) => one.id)).toEqual([]);
  });
});

test('docs/proof.md and the README say what the data says', () => {
  expect(drifted(publications([])), 'run: npm run prove -- --all').toEqual([]);
});

const SMALL: Proof = {
  kind: 'Proof',
  revision: DEFAULT_REVISION,
  cases: 4,
  binding: 4,
  neverRed: ['lookup.same-id/row'],
  alike: [['one', 'two']],
  permitted: { variants: 4, pairs: 6, populations: 2 },
  faults: [
    {
      id: 'one',
      violates: 'lookup.unknown-id',
      seenAs: 'It is | wrong.',
      kills: { 'lookup.unknown-id': ['row', 'other-row'] },
      closure: { 'lookup.malformed-id': { verdict: 'inconclusive', why: 'It looks at the same answer.' } },
      collateral: [],
    },
    {
      id: 'two',
      violates: 'lookup.malformed-id',
      seenAs: '',
      kills: { 'lookup.unknown-id': ['row'] },
      closure: {},
      collateral: ['lookup.same-id'],
    },
  ],
};

describe('drift', () => {
  test('one number, one word or one missing file is seen', () => {
    const changed: Proof = { ...SMALL, faults: [] };
    const path = proofPath(DEFAULT_REVISION);
    expect(drifted(publications([changed]))).toEqual(
      expect.arrayContaining([path, repositoryPath('docs', 'proof.md'), repositoryPath('README.md')]),
    );
    const proof = published(DEFAULT_REVISION);
    expect(drifted(new Map([[path, proofText({ ...proof, cases: proof.cases + 1 })]]))).toEqual([path]);
    expect(drifted(new Map([[`${path}.missing`, '']]))).toEqual([`${path}.missing`]);
  });

  test('so is one fault where only some were judged', () => {
    const proof = published(DEFAULT_REVISION);
    const [first, ...rest] = proof.faults;
    if (first === undefined) throw new Error('the proof has no faults');
    expect(driftedFaults({ ...proof, faults: rest })).toEqual([]);
    expect(driftedFaults({ ...proof, faults: [{ ...first, seenAs: 'Another reason.' }] })).toEqual([first.id]);
  });

  test('the text of a proof is the proof again', () => {
    expect(JSON.parse(proofText(SMALL))).toEqual(SMALL);
    expect(JSON.parse(proofText({ ...SMALL, faults: [] }))).toEqual({ ...SMALL, faults: [] });
  });
});

describe('the document', () => {
  const text = proofDocument(loadContract(DEFAULT_REVISION), [SMALL]);

  test('counts what is seen, what is not, and what changes beside it', () => {
    expect(totalsOf(SMALL)).toEqual({
      faults: 2,
      detected: 1,
      withClosure: 1,
      closure: 1,
      largestClosure: 1,
      collateral: 1,
      killers: 2,
      bluntly: 1,
    });
    expect(text).toContain('| 2024-03 | 2 | 1 | 1 | 1 in 1 faults, at most 1 | 4 | 4 | 2 | 1 | 4 | 6 | 2 |');
    expect(proofLine(SMALL)).toMatch(
      /^Detection power: 1 of 2 faults .* 3 of 4 cases .* 4 permitted behaviours, 6 pairs .* 2 other/,
    );
  });

  test('names faults that nobody sees and faults that nobody tells apart', () => {
    expect(text).toMatch(/## Faults that nobody sees\n\n`two`\n/);
    expect(text).toContain('- `one`, `two`');
  });

  test('names cases that nothing turns red', () => {
    expect(text).toMatch(/## Cases that nothing turns red\n\n`lookup.same-id\/row`\n/);
  });

  test('tells the power of a requirement, and what only it sees', () => {
    expect(text).toContain('| `lookup.unknown-id` | MUST | 2 | 2 | 2 | `one`, `two` |');
  });

  test('tells why a requirement has no fault, and marks one that should have one', () => {
    expect(text).toContain('**missing**');
    expect(text).toContain('records behaviour; it cannot be broken');
  });

  test('keeps its tables whole', () => {
    expect(text).toContain('It is \\| wrong.');
  });
});

describe('the power of a requirement in a run', () => {
  const caseOf = (slug: string, verdict: ReportCase['verdict']): ReportCase => ({
    id: `lookup.unknown-id/${slug}`,
    name: slug,
    verdict,
    problems: [],
    evidence: [],
    ms: 1,
  });
  const power = (...cases: readonly ReportCase[]) => powerOf(SMALL, 'lookup.unknown-id', cases);

  test('counts faults that a judged case sees', () => {
    const both = { faults: ['one', 'two'], notProven: [] };
    expect(power(caseOf('row', 'pass'), caseOf('other-row', 'pass'))).toEqual(both);
    expect(power(caseOf('row', 'fail'))).toEqual(both);
  });

  test.each(['not-exercised', 'inconclusive'] as const)('subtracts what is %s', (verdict) => {
    expect(power(caseOf('row', verdict), caseOf('other-row', 'pass'))).toEqual({ faults: ['one'], notProven: ['two'] });
    expect(power(caseOf('row', verdict))).toEqual({ faults: [], notProven: ['one', 'two'] });
  });

  test('subtracts what did not run, and says nothing where nothing ran or nothing is known', () => {
    expect(power(caseOf('other-row', 'pass'))).toEqual({ faults: ['one'], notProven: ['two'] });
    expect(power()).toBeUndefined();
    expect(powerOf(SMALL, 'envelope.json-body', [caseOf('row', 'pass')])).toBeUndefined();
  });
});

describe('what a check judges of another revision', () => {
  const faults: readonly ProvenFault[] = Array.from({ length: 1_000 }, (_, index) => ({
    id: `fault-${index}`,
    violates: 'lookup.unknown-id',
    seenAs: 'It is wrong.',
    kills: { 'lookup.unknown-id': [`row-${index}`] },
    closure: {},
    collateral: [],
  }));
  const standard: Proof = { ...SMALL, faults };
  const other: Proof = { ...standard, revision: '2026-05' };

  test('is a tenth of what the default revision sees alike, another one for another proof', () => {
    const sample = sampleOf(other, standard);
    expect(sample.length).toBeGreaterThan(60);
    expect(sample.length).toBeLessThan(140);
    expect(sampleOf(other, standard)).toEqual(sample);
    expect(sampleOf({ ...other, cases: 5 }, standard)).not.toEqual(sample);
  });

  test('is everything that the default revision sees otherwise, or does not know', () => {
    const [one, two, ...rest] = faults;
    if (one === undefined || two === undefined) throw new Error('there are no faults');
    const kills = { ...one.kills, 'lookup.malformed-id': ['row'] };
    const closure = { 'lookup.same-id': { verdict: 'inconclusive', why: 'It looks at the same answer.' } } as const;
    const changed = [
      { ...one, kills },
      { ...two, closure },
      { ...two, id: 'new' },
    ];
    expect(sampleOf({ ...other, faults: [...changed, ...rest] }, standard)).toEqual(
      expect.arrayContaining(['fault-0', 'fault-1', 'new']),
    );
    expect(sampleOf(other, undefined)).toHaveLength(faults.length);
  });
});

describe('npm run prove', () => {
  const prove = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', repositoryPath('src', 'proof', 'prove.ts'), ...args], {
      encoding: 'utf8',
    });

  test('judges one fault in a process of its own, and writes nothing', () => {
    const published = () =>
      [proofPath(DEFAULT_REVISION), repositoryPath('docs', 'proof.md'), repositoryPath('README.md')].map((path) =>
        readFileSync(path, 'utf8'),
      );
    const before = published();
    const { status, stdout } = prove('--workers', '1', 'lookup-wildcard');
    expect(stdout).toMatch(/^2024-03: 1 of 1 faults detected, 0 collateral .* 0 to look at \(\d+ s: faults \d+ s\)$/m);
    expect(status).toBe(0);
    expect(published()).toEqual(before);
  }, 120_000);

  test('knows its faults and revisions', () => {
    expect(prove('lookup-wildcart')).toMatchObject({ status: 3, stderr: expect.stringContaining('lookup-wildcard') });
    expect(prove('--revision', '2019-01').status).toBe(3);
    expect(prove('--workers', 'two', 'lookup-wildcard').status).toBe(3);
  }, 60_000);

  test('refuses a fault that none of its revisions knows, of which it would see none of none', () => {
    const { status, stderr } = prove('--revision', '2026-05', 'bulk-delete-empties');
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringContaining('does not exist in revision 2026-05'),
    });
  }, 60_000);
});
