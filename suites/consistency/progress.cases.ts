/** How a status moves from read to read, and the arithmetic that must hold at every one of them. */

import { overEveryRequest, overRequests, type Rule } from '../../src/checks/consistency/judgement.ts';
import * as moves from '../../src/checks/consistency/request-rules.ts';
import * as views from '../../src/checks/consistency/view-rules.ts';
import {
  countsAddUp,
  listAgrees,
  nonePending,
  noSuccessBefore,
  resultsAgree,
  successMeansNoneFailed,
} from '../../src/checks/provisioning/status-document.ts';
import { type Case, defineStanding, defineTimeline } from '../../src/harness/case.ts';
import { brokenCreation } from '../provisioning/creation.cases.ts';
import { benchOfRun } from '../provisioning/requests.cases.ts';
import { creationOf } from '../provisioning/subjects.cases.ts';

/** Rules over the history of every request of the run. */
const OVER_TIME: readonly { readonly requirement: string; readonly rule: Rule }[] = [
  { requirement: 'consistency.status-total', rule: moves.totalIsSent },
  { requirement: 'consistency.status-final', rule: moves.staysCompleted },
  { requirement: 'consistency.status-terminal', rule: moves.staysTerminal },
  { requirement: 'consistency.status-progress', rule: moves.onlyProgresses },
  { requirement: 'consistency.status-detail', rule: moves.detailAgrees },
  { requirement: 'provisioning.bulk-id-echo', rule: views.bulkIdsOnce },
  { requirement: 'provisioning.status-pages', rule: views.pagesPartition },
  { requirement: 'provisioning.status-state-complete', rule: views.statesPartition },
];

export function progressCases(): readonly Case[] {
  const every = { name: 'every status read', provoke: creationOf, writes: true };
  return [
    ...OVER_TIME.map(({ requirement, rule }) =>
      defineTimeline({ requirement, name: 'every request', provoke: benchOfRun, inspect: overRequests(rule) }),
    ),
    defineTimeline({
      requirement: 'consistency.status-ends',
      name: 'every request',
      provoke: benchOfRun,
      inspect: overEveryRequest(moves.comesToAnEnd),
    }),
    defineStanding({ requirement: 'consistency.status-sum', inspect: countsAddUp, ...every }),
    defineStanding({ requirement: 'consistency.status-done', inspect: nonePending, ...every }),
    defineStanding({ requirement: 'consistency.status-success', inspect: successMeansNoneFailed, ...every }),
    defineStanding({ requirement: 'consistency.status-no-early-success', inspect: noSuccessBefore, ...every }),
    defineStanding({ requirement: 'consistency.status-views', inspect: listAgrees, ...every }),
    defineStanding({
      requirement: 'consistency.extension-results',
      inspect: resultsAgree,
      ...every,
      provoke: brokenCreation,
    }),
  ];
}
