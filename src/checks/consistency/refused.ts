/**
 * Effects that must NOT come: values that were refused, roles that exclude each other, references to nobody, a flag that
 * is set at creation only. Judged over the user as last read.
 */

import { type Finding, fail, judged, notExercised, type Problem, pass, unmet } from '../../model/finding.ts';
import { at, type JsonObject } from '../../model/json.ts';
import { operationAt } from '../provisioning/submission.ts';
import { isFailed } from '../status.ts';
import { rolesOf, valuesOfCustomData } from './assertion.ts';
import { after, type Change } from './effect.ts';

const shown = (change: Change) => {
  const read = change.lookup.reads.at(-1);
  return read && { exchange: read };
};

/** None of what was asked for is on the user. `why` completes the sentence "... although". */
export function notStored(change: Change, why: string): Finding {
  const user = after(change);
  if (!user) return unmet('the user could not be read after the write');
  const problems = change.asserted
    .filter(({ holds }) => holds(user))
    .map((asserted): Problem => {
      return {
        message: `${change.what} is stored although ${why}.`,
        pointer: asserted.pointer,
        expected: { not: asserted.expected },
        actual: asserted.actual(user),
        ...shown(change),
      };
    });
  return judged(problems);
}

/** Two exclusive roles are not held together (ruling 147). */
export function notBoth(change: Change): Finding {
  const user = after(change);
  if (!user) return unmet('the user could not be read after the write');
  const [held, ...besides] = change.asserted.filter(({ holds }) => holds(user));
  if (!held) return pass('neither is stored');
  if (besides.length === 0) return pass('one is stored');
  return fail({
    message: 'Two roles that exclude each other are read back together.',
    pointer: held.pointer,
    expected: 'at most one of them',
    actual: rolesOf(user),
    ...shown(change),
  });
}

/** An extension reported as error leaves none of its values; what was not sent as error is not judged here. */
export function errorWithoutEffect(change: Change): Finding {
  const operation = operationAt(change.submission, change.index);
  if (!operation) return notExercised('the request was refused, or its status lists no operation');
  const failed = operation.extensions.filter(isFailed).map(({ name }) => name.toLowerCase());
  const asserted = change.asserted.filter(({ place }) => failed.includes(place.extension.toLowerCase()));
  if (asserted.length === 0) return notExercised('no extension of the operation failed');
  if (change.lookup.reads.length === 0) return notExercised('the status names no user to look at');
  // A user that is not there has none of the values either.
  if (!after(change)) return pass('no such user');
  return notStored({ ...change, asserted }, 'its extension is reported as error');
}

/** Recorded: what became of the entries that a write on a list did not name. */
export function otherEntries(change: Change, ids: readonly string[]): Finding {
  const user = after(change);
  if (!change.before || !user || !change.lookup.converged)
    return unmet('the list was not known before and after the write');
  const had = (one: JsonObject): readonly string[] => ids.filter((id) => valuesOfCustomData(one, id).length > 0);
  const [old, now] = [had(change.before), had(user)];
  if (old.length === 0) return notExercised('there was no other entry');
  return pass(now.length === old.length ? 'other entries kept' : 'other entries gone');
}

/** The member a write must not touch is what it was. */
export function sameAsBefore(change: Change, extension: string, name: string): Finding {
  const user = after(change);
  if (!change.before || !user) return unmet('the user was not known before and after the write');
  const [old, now] = [at(change.before, extension, name) ?? false, at(user, extension, name) ?? false];
  if (old === now) return pass();
  return fail({
    message: `${change.what} changed a member that is set at creation only.`,
    pointer: `/${extension}/${name}`,
    expected: old,
    actual: now,
    ...shown(change),
  });
}
