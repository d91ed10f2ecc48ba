/**
 * The last look at every user that the run wrote to, when all writing is over: once in each view, and again only where
 * something is not as the run left it. Judges nothing; the rules over histories do.
 */

import { shows, standingWants, writesOf } from '../../src/checks/consistency/user-events.ts';
import type { Session } from '../../src/harness/case.ts';
import type { History, ReadEvent, Want } from '../../src/model/history.ts';
import { awaitView, readUser } from '../provisioning/flow.cases.ts';
import { CODE, readList, watchedChange } from '../provisioning/listed.cases.ts';

/** Users with few writes beyond these are taken on trust: the audit must not cost more than what it looks after. */
const MOST_AUDITED = 16;

/** Looks at everybody once a run. */
export function audit(session: Session): Promise<void> {
  return session.shared('consistency audit', async (own) => {
    await watchedChange(own);
    const users = own
      .histories()
      .filter(({ subject }) => subject.kind === 'user')
      .sort((a, b) => writesOf(b).length - writesOf(a).length);
    await Promise.all(users.slice(0, MOST_AUDITED).map(({ subject }) => auditOf(own, subject.id)));
  });
}

async function auditOf(session: Session, userId: string): Promise<void> {
  const now = (): History | undefined => session.historyOf(userId);
  const history = now();
  const wants = history ? standingWants(history).map(({ want }) => want) : [];
  if (wants.length === 0) return;
  // The recorder sees every read before it is handed out, so the newest event of a view is that read.
  const right = (view: ReadEvent['view'], asked: readonly Want[]) => (): boolean => {
    const last = now()?.events.findLast((event): event is ReadEvent => event.kind === 'read' && event.view === view);
    return last !== undefined && shows(last, asked) !== false;
  };
  const lookup = () => readUser(session, userId, 'caller');
  await readUser(session, userId);
  if (!right('lookup', wants)()) {
    const about = { operation: 'getUser', userId } as const;
    await awaitView(session, `what was written to user ${userId}`, lookup, right('lookup', wants), about);
  }
  const code = wants.find(({ at, relation }) => at.endsWith(`/${CODE}`) && relation === 'is')?.value;
  if (typeof code !== 'string') return;
  await readList(session, code);
  if (right('list', wants)()) return;
  const about = { operation: 'listUsers', userId } as const;
  const listed = () => readList(session, code, 'caller');
  await awaitView(session, `what was written to user ${userId}, in the list`, listed, right('list', wants), about);
}
