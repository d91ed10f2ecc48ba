/** Rules over the history of every user that the run wrote to, judged after the last look at all of them. */

import * as effects from '../../src/checks/consistency/effect-rules.ts';
import { overUsers, type WideRule } from '../../src/checks/consistency/judgement.ts';
import { notUndone } from '../../src/checks/consistency/undone-rules.ts';
import * as vain from '../../src/checks/consistency/vain-rules.ts';
import { type Case, defineTimeline } from '../../src/harness/case.ts';
import type { History } from '../../src/model/history.ts';
import { audit } from './audit.cases.ts';

type OverOne = (history: History) => ReturnType<WideRule>;
const each =
  (rule: OverOne): WideRule =>
  (histories) =>
    histories.flatMap((history) => rule(history));

const RULES: readonly { readonly requirement: string; readonly name: string; readonly rule: WideRule }[] = [
  { requirement: 'lookup-effect', name: 'every write', rule: each(effects.effectsArrive('lookup')) },
  { requirement: 'list-effect', name: 'every write', rule: each(effects.effectsArrive('list')) },
  { requirement: 'write-not-undone', name: 'every user written to', rule: each(notUndone) },
  { requirement: 'views-agree', name: 'every user written to', rule: each(effects.viewsAgree) },
  { requirement: 'view-order', name: 'every write', rule: each(effects.viewOrder) },
  { requirement: 'reads-settle', name: 'every lookup', rule: each(effects.settles('lookup')) },
  { requirement: 'reads-settle', name: 'every list', rule: each(effects.settles('list')) },
  { requirement: 'refused-without-effect', name: 'before it was sent', rule: each(vain.notEarly) },
  { requirement: 'refused-without-effect', name: 'every refused write', rule: each(vain.refusedInVain) },
  { requirement: 'error-without-effect', name: 'every operation with an error', rule: each(vain.errorInVain) },
  { requirement: 'other-users', name: 'every user written to', rule: vain.staysHome },
];

export function timelineCases(): readonly Case[] {
  return RULES.map(({ requirement, name, rule }) =>
    defineTimeline({ requirement: `consistency.${requirement}`, name, provoke: audit, inspect: overUsers(rule) }),
  );
}
