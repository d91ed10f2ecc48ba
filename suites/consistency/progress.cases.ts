/** How a status moves from read to read, and the arithmetic that must hold at every one of them. */

import { onlyProgresses, staysCompleted, staysTerminal, totalIsSent } from '../../src/checks/consistency/history.ts';
import {
  countsAddUp,
  listAgrees,
  nonePending,
  resultsAgree,
  successMeansNoneFailed,
} from '../../src/checks/provisioning/status-document.ts';
import type { Submission } from '../../src/checks/provisioning/submission.ts';
import { type Case, defineCase, defineStanding, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised } from '../../src/model/finding.ts';
import { brokenCreation } from '../provisioning/creation.cases.ts';
import { type Bench, benchOfRun } from '../provisioning/requests.cases.ts';
import { creationOf } from '../provisioning/subjects.cases.ts';

/** Requests whose status is read again after its end. */
const REQUESTS: readonly { readonly name: string; readonly of: (session: Session) => Promise<Submission | Finding> }[] =
  [
    {
      name: 'creations',
      of: async (session) => (await creationOf(session)).submission ?? notExercised('the run may create no user'),
    },
    { name: 'one of two failed', of: onBench(({ partial }) => partial) },
    { name: 'a hundred changes', of: onBench(({ hundred }) => hundred) },
  ];

function onBench(pick: (bench: Bench) => Submission): (session: Session) => Promise<Submission | Finding> {
  return async (session) => {
    const bench = await benchOfRun(session);
    return 'verdict' in bench ? bench : pick(bench);
  };
}

const OVER_TIME = [
  { requirement: 'consistency.status-total', expect: totalIsSent },
  { requirement: 'consistency.status-final', expect: staysCompleted },
  { requirement: 'consistency.status-terminal', expect: staysTerminal },
  { requirement: 'consistency.status-progress', expect: onlyProgresses },
];

export function progressCases(): readonly Case[] {
  const every = { name: 'every status read', provoke: creationOf, writes: true };
  return [
    ...OVER_TIME.flatMap(({ requirement, expect }) =>
      REQUESTS.map(({ name, of }) =>
        defineCase({
          requirement,
          name,
          writes: true,
          probe: of,
          expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
        }),
      ),
    ),
    defineStanding({ requirement: 'consistency.status-sum', inspect: countsAddUp, ...every }),
    defineStanding({ requirement: 'consistency.status-done', inspect: nonePending, ...every }),
    defineStanding({ requirement: 'consistency.status-success', inspect: successMeansNoneFailed, ...every }),
    defineStanding({ requirement: 'consistency.status-views', inspect: listAgrees, ...every }),
    defineStanding({
      requirement: 'consistency.extension-results',
      inspect: resultsAgree,
      ...every,
      provoke: brokenCreation,
    }),
  ];
}
