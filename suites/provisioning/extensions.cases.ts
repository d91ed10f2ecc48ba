/**
 * PATCH of every other spend extension on one subject: delegates, preferences, payroll, limits of approvers. Where the
 * run has no user for it, it goes on with the subject of another chain once that is done.
 */

import { formWorks } from '../../src/checks/consistency/effect.ts';
import { notStored } from '../../src/checks/consistency/refused.ts';
import { noServerError } from '../../src/checks/provisioning/acceptance.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, unmet } from '../../src/model/finding.ts';
import { arrivalOf, type Chain, chainOf, stepCase } from './chain.cases.ts';
import { extensionSteps } from './extension-steps.cases.ts';
import { patchChain } from './patch.cases.ts';
import { putChain } from './replace.cases.ts';
import { sampleOf } from './sample.cases.ts';

/** The steps on the subject `extend`. */
export const extensionChain = (session: Session): Promise<Chain> =>
  chainOf(session, 'extend', extensionSteps(session.contract), {
    hosts: [
      { name: 'put', done: putChain },
      { name: 'patch', done: patchChain },
    ],
  });

interface Row {
  readonly requirement: string;
  readonly name: string;
  readonly step: string;
  /** The extension it writes: where nobody of the company has it, the company may not own the product. */
  readonly extension: string;
  /** The addition that a removal or a replacement undoes, and its second attempt; the plainest change without it. */
  readonly plain?: string;
  /** The second attempt, taken where the first one fails. */
  readonly other?: string;
}

const PATH = 'patch-attribute-path';
const PATHLESS = 'patch-without-path';
const REMOVE_ALL = 'patch-remove-extension';
const DELEGATE = { extension: URN.delegate };
const LIMIT = { extension: URN.approverLimit, plain: 'limit-add' };

const table: readonly Row[] = [
  { requirement: 'delegate-by-value', name: 'expense', step: 'delegate-add', other: 'delegate-add-other', ...DELEGATE },
  { requirement: PATHLESS, name: 'delegate, replace', step: 'delegate-replace', ...DELEGATE },
  { requirement: 'patch-value-path', name: 'delegate, remove', step: 'delegate-remove-one', ...DELEGATE },
  { requirement: REMOVE_ALL, name: 'Delegate', step: 'delegate-remove-all', ...DELEGATE },
  { requirement: PATH, name: 'user preference', step: 'user-preference', extension: URN.userPreference },
  { requirement: PATH, name: 'workflow preference', step: 'workflow-preference', extension: URN.workflowPreference },
  { requirement: PATH, name: 'invoice preference', step: 'invoice-preference', extension: URN.invoicePreference },
  { requirement: PATHLESS, name: 'payroll, add', step: 'payroll', extension: URN.payroll },
];

const limits: readonly Row[] = [
  { requirement: PATHLESS, name: 'approval limit, add', step: 'limit-add', extension: URN.approverLimit },
  { requirement: PATHLESS, name: 'approval limit, replace', step: 'limit-replace', ...LIMIT },
  { requirement: 'patch-value-path', name: 'approval limit, remove', step: 'limit-remove-one', ...LIMIT },
  { requirement: REMOVE_ALL, name: 'ApproverLimit', step: 'limit-remove-all', ...LIMIT },
];

/** What must not come of a reference to nobody, in either of the two areas. */
const nobodysCases: readonly Case[] = [
  stepCase({
    requirement: 'provisioning.unknown-reference',
    name: 'delegate',
    chain: extensionChain,
    step: 'unknown-delegate',
    expect: ({ submission: { answer } }) => noServerError(answer, 'A PATCH that names an unknown delegate'),
  }),
  stepCase({
    requirement: 'consistency.unknown-reference',
    name: 'delegate',
    chain: extensionChain,
    step: 'unknown-delegate',
    expect: (change) => notStored(change, 'the user it names does not exist'),
  }),
];

export function extensionCases(hasLimits: boolean): readonly Case[] {
  const forms = [...table, ...(hasLimits ? limits : [])].map(
    ({ requirement, name, step, extension, plain = 'extend-plain', other }) =>
      defineCase({
        requirement: `provisioning.${requirement}`,
        name,
        writes: true,
        probe: async (session) => ({ chain: await extensionChain(session), sample: await sampleOf(session) }),
        expect: ({ chain, sample }) => {
          const base = arrivalOf(chain, plain);
          const judge = (id: string): Finding => {
            const found = chain.get(id);
            if (!found) return unmet(`the run has no step "${id}"`);
            return 'missing' in found ? found.missing : formWorks(found.change, base);
          };
          const first = judge(step);
          const finding = first.verdict === 'fail' && other !== undefined ? judge(other) : first;
          return finding.verdict === 'fail' && !sample.inUse.has(extension)
            ? unmet('nobody of the company is known to have this extension')
            : finding;
        },
      }),
  );
  return [...forms, ...nobodysCases];
}
