/** How authored files say in which contract revisions a row holds: `all`, or a list. */

import { REVISIONS, type Revision } from '../model/requirement.ts';
import { isListed, items, type Located, oneOf, refuse } from './yaml.ts';

/** The revisions named at this place, in their own order. */
export function revisionsAt(at: Located): readonly Revision[] {
  if (at.value === 'all') return REVISIONS;
  if (!isListed(at)) {
    refuse(at, '"revisions" is all or a list.', `Write all, or a list of: ${REVISIONS.join(', ')}.`);
  }
  const named = items(at).map((one) => oneOf(one, REVISIONS, 'revision'));
  return REVISIONS.filter((one) => named.includes(one));
}

/** Whether a row holds in a revision; a row that says nothing holds in all. */
export function holdsIn(at: Located | undefined, revision: Revision): boolean {
  return at === undefined || revisionsAt(at).includes(revision);
}
