/** The effect of a write in the lookup and in the filtered list, and how fast and how steadily it shows. */

import { arrives, type Change, settles, successArrives, visibleAtOnce } from '../../src/checks/consistency/effect.ts';
import { arrivesInList, type ListedEffect } from '../../src/checks/consistency/listing.ts';
import { otherEntries } from '../../src/checks/consistency/refused.ts';
import { recordOutcome } from '../../src/checks/provisioning/acceptance.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { arrivalOf, stepCase } from '../provisioning/chain.cases.ts';
import { watchedChange } from '../provisioning/listed.cases.ts';
import { patchChain } from '../provisioning/patch.cases.ts';
import { putChain } from '../provisioning/replace.cases.ts';
import { sampleOf } from '../provisioning/sample.cases.ts';
import { singleChain } from '../provisioning/single.cases.ts';
import { createdChange } from '../provisioning/subjects.cases.ts';

/** The plainest change of the run, in the lookup. */
async function plainChange(session: Session): Promise<Change | Finding> {
  const watched = await watchedChange(session);
  return 'verdict' in watched ? watched : watched.change;
}

const listed =
  (pick: 'created' | 'changed' | 'gone') =>
  async (session: Session): Promise<ListedEffect | Finding> => {
    const watched = await watchedChange(session);
    return 'verdict' in watched ? watched : watched[pick];
  };

export function effectCases(): readonly Case[] {
  const over = (
    requirement: string,
    name: string,
    probe: (session: Session) => Promise<Change | Finding>,
    expect: (change: Change) => Finding,
  ): Case =>
    defineCase({
      requirement: `consistency.${requirement}`,
      name,
      writes: true,
      probe,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  const inList = (name: string, pick: 'created' | 'changed' | 'gone'): Case =>
    defineCase({
      requirement: 'consistency.list-effect',
      name,
      writes: true,
      probe: listed(pick),
      expect: (seen) => ('verdict' in seen ? seen : arrivesInList(seen)),
    });
  const created = (session: Session): Promise<Change | Finding> => createdChange(session, 'patch');
  return [
    over('lookup-effect', 'POST', created, successArrives),
    over(
      'lookup-effect',
      'POST with other extensions',
      (session) => createdChange(session, 'quiet'),
      (change) =>
        change.asserted.some(({ place }) => place.extension !== URN.spendUser)
          ? successArrives(change)
          : notExercised('nobody of the company is known to have roles or preferences'),
    ),
    over('lookup-effect', 'PATCH', plainChange, successArrives),
    stepCase({
      requirement: 'consistency.lookup-effect',
      name: 'PUT',
      chain: putChain,
      step: 'put',
      expect: successArrives,
    }),
    ...(['create', 'patch', 'put'] as const).map((step) =>
      stepCase({
        requirement: 'consistency.lookup-effect',
        name: `single user, ${step}`,
        chain: singleChain,
        step,
        expect: successArrives,
      }),
    ),
    inList('created user', 'created'),
    inList('new value', 'changed'),
    inList('old value', 'gone'),
    over('visible-at-completion', 'POST', created, visibleAtOnce),
    over('visible-at-completion', 'PATCH', plainChange, visibleAtOnce),
    over('reads-settle', 'POST', created, settles),
    over('reads-settle', 'PATCH', plainChange, settles),
    stepCase({
      requirement: 'consistency.put-clears',
      name: 'account code left out',
      chain: putChain,
      step: 'put-left-out',
      expect: (change, chain) =>
        arrivalOf(chain, 'put').verdict === 'pass' ? arrives(change) : unmet('no PUT arrives at all'),
    }),
    stepCase({
      requirement: 'consistency.put-empty-spend-user',
      name: 'Bulk',
      chain: putChain,
      step: 'put-empty',
      expect: ({ submission, index }) => recordOutcome(submission, index),
    }),
    stepCase({
      requirement: 'consistency.custom-data-add',
      name: 'an id that is there',
      chain: patchChain,
      step: 'add-known-id',
      expect: (change, chain) => {
        const plain = arrivalOf(chain, 'add-without-path');
        return plain.verdict === 'pass' ? arrives(change) : unmet('the entry could not be added in the first place');
      },
    }),
    ...(['add', 'replace'] as const).map((op) =>
      defineCase({
        requirement: `consistency.custom-data-${op}-others`,
        name: 'another id',
        writes: true,
        probe: async (session: Session) => ({ chain: await patchChain(session), sample: await sampleOf(session) }),
        expect: ({ chain, sample }) => {
          const step = chain.get(op === 'add' ? 'add-known-id' : 'replace-list');
          if (!step) return unmet('the list was not written');
          if ('missing' in step) return step.missing;
          return otherEntries(step.change, [sample.fields[1].id]);
        },
      }),
    ),
  ];
}
