/**
 * How a server answers filters that the documents do not promise: refused, understood or read leniently. What is
 * permitted is recorded; what nobody may do (hand out the unfiltered list, fail) is judged.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import { at, isObject } from '../model/json.ts';
import { truthOf } from './filter/evaluate.ts';
import { type Ground, idOf } from './filter/ground.ts';
import type { Filter } from './filter/terms.ts';
import type { NothingToAsk } from './filtering.ts';
import { listAnswerOf } from './list-response.ts';
import { refusedForAccess } from './paging.ts';

/** A filter and the first page it got. */
export interface Answered {
  readonly ground: Ground;
  readonly exchange: Exchange;
  /** What the filter means, where it means something. */
  readonly filter?: Filter;
}

/** Runs a check where something was asked. */
export function answered(check: (seen: Answered) => Finding): (probe: Answered | NothingToAsk) => Finding {
  return (probe) => ('nothing' in probe ? notExercised(probe.nothing) : check(probe));
}

/** What came back, under one short phrase. */
type Seen = NoList | Listed;

interface NoList {
  readonly behaviour: string;
  readonly kind: 'refused' | 'server-error';
}

interface Listed {
  readonly behaviour: string;
  readonly kind: 'everybody' | 'lacking' | 'right' | 'wrong' | 'some';
  readonly total: number;
  readonly ids: ReadonlySet<string>;
}

/** A finding where nothing can be said, else what was seen. */
function look({ ground, exchange, filter }: Answered): Finding | Seen {
  const { status } = exchange.response;
  if (refusedForAccess(exchange)) return unmet(`the filter was answered with status ${status}`);
  if (status === 501 || (status >= 400 && status < 500))
    return { kind: 'refused', behaviour: `refused with ${status}` };
  if (status !== 200) return { kind: 'server-error', behaviour: `answered with ${status}` };
  const answer = listAnswerOf(exchange);
  const total = answer?.total;
  if (!answer || total === undefined) return unmet('the answer is no list');
  const { population } = ground;
  const sorted = filter && ground.sort(filter);
  const ids = new Set(answer.ids);
  const listed = (kind: Listed['kind'], behaviour: string): Listed => ({ kind, behaviour, total, ids });
  const stranger = filter && answer.resources?.some((user) => isObject(user) && truthOf(filter, user) === 'miss');
  // A wrong total alone does not make it the unfiltered list; its rows do.
  const everybody = total >= population.total && (stranger || beginsAsPlainList(ground, ids));
  if (everybody && (sorted?.match.length ?? 0) < population.users.length) {
    return listed('everybody', 'answered with the unfiltered list');
  }
  if (stranger) return listed('wrong', 'answered with users who do not match');
  const lacks = sorted?.match.some((user) => !ids.has(idOf(user)));
  if (total === 0) {
    return sorted && !lacks ? listed('right', 'evaluated') : listed('lacking', 'answered with an empty list');
  }
  if (!sorted) return listed('some', 'answered with some users');
  const onePage = ids.size >= total;
  return lacks && onePage ? listed('lacking', 'answered with a part of the matches') : listed('right', 'evaluated');
}

function beginsAsPlainList({ population }: Ground, ids: ReadonlySet<string>): boolean {
  const plain = population.walks[0]?.pages[0]?.ids.slice(0, ids.size);
  return ids.size > 0 && plain?.length === ids.size && plain.every((id) => ids.has(id));
}

const isFinding = (seen: Finding | Seen): seen is Finding => 'verdict' in seen;

/** For rules that an empty company can break too. */
const ANY_POPULATION = 0;

/** Judges what was seen. A list tells nothing apart where fewer users are known than the rule needs. */
function described(
  check: (seen: Seen, exchange: Exchange) => Finding,
  leastUsers = 2,
): (answered: Answered) => Finding {
  return (probe) => {
    const seen = look(probe);
    if (isFinding(seen)) return seen;
    const isTiny = 'ids' in seen && probe.ground.users.length < leastUsers;
    return isTiny ? notExercised(`fewer than ${leastUsers} users are known`) : check(seen, probe.exchange);
  };
}

const unfiltered = (exchange: Exchange, { total }: Listed) =>
  fail({
    message: 'The filter was ignored: the answer counts every user.',
    pointer: '/totalResults',
    expected: 'a refusal, or the users who match',
    actual: total,
    exchange,
  });

const unexpected = (exchange: Exchange, { behaviour }: Seen, expected: string) =>
  fail({ message: `The filter was ${behaviour}.`, expected, actual: behaviour, exchange });

/** Never the unfiltered list. */
export const neverUnfiltered = answered(
  described((seen, exchange) => (seen.kind === 'everybody' ? unfiltered(exchange, seen) : pass(seen.behaviour))),
);

/** A filter outside the matrix is refused as such, or evaluated rightly. */
export const refusedOrRight = answered(
  described((seen, exchange) => {
    if (seen.kind === 'everybody') return notExercised('the unfiltered list came, which another rule judges');
    const refused = exchange.response.status === 400 || exchange.response.status === 501;
    if (refused || seen.kind === 'right' || seen.kind === 'some') return pass();
    return unexpected(exchange, seen, 'a refusal with 400 or 501, or exactly the users who match');
  }),
);

/** Works as documented forms do, or is refused; never fails, never names users who do not match. */
export const worksOrRefused = answered(
  described((seen, exchange) => {
    if (seen.kind === 'everybody') return unfiltered(exchange, seen);
    if (seen.kind === 'wrong' || seen.kind === 'server-error') {
      return unexpected(exchange, seen, 'a refusal with 400, or users who match');
    }
    return pass(seen.behaviour);
  }),
);

/** No server error; what came is recorded. */
export const noServerError = answered(
  described(
    (seen, exchange) =>
      seen.kind === 'server-error' ? unexpected(exchange, seen, 'a list or a refusal') : pass(seen.behaviour),
    ANY_POPULATION,
  ),
);

const nobody = (refused: (behaviour: string) => Finding) =>
  answered(
    described((seen, exchange) => {
      if (seen.kind === 'server-error') return unexpected(exchange, seen, 'an empty list, or a refusal');
      if (seen.kind === 'everybody' || seen.kind === 'wrong') return unexpected(exchange, seen, 'an empty list');
      return seen.kind === 'refused' ? refused(seen.behaviour) : pass();
    }),
  );

/** A value nobody has: no server error, and nobody is returned. */
export const nobodyComes = nobody(pass);

/** The same where it counts how the value is read: who refuses it has not read it, so that nothing is shown. */
export const readAsText = nobody((behaviour) =>
  notExercised(`${behaviour}, which does not show how the value is read`),
);

/** Recorded, whatever it is. */
export const recorded = answered(described(({ behaviour }) => pass(behaviour)));

/** Recorded: whether users are returned whose value differs in letter case alone. */
export const caseRecorded = answered((probe) => {
  const seen = look(probe);
  if (isFinding(seen)) return seen;
  if (!('ids' in seen) || probe.filter === undefined) return pass(seen.behaviour);
  const matches = probe.ground.sort(probe.filter).open.some((user) => seen.ids.has(idOf(user)));
  return pass(matches ? 'matches in another case' : 'matches in its own case only');
});

/** What breaks the grammar is refused with 400. */
export function refusedAsMalformed(exchange: Exchange): Finding {
  const { status } = exchange.response;
  if (status === 400) return pass();
  if (refusedForAccess(exchange)) return unmet(`the filter was answered with status ${status}`);
  const message = `A filter that breaks the grammar was answered with status ${status}.`;
  return fail({ message, expected: 400, actual: status, exchange });
}

/** The refusal of a malformed filter says so in scimType. */
export function namesInvalidFilter(exchange: Exchange): Finding {
  const { status } = exchange.response;
  if (refusedForAccess(exchange)) return unmet(`the filter was answered with status ${status}`);
  if (status !== 400) return notExercised('the filter was not refused with 400, which another rule judges');
  const body = jsonOf(exchange);
  if (!isObject(body)) return unmet('the refusal carries no JSON object');
  const found = at(body, 'scimType');
  if (found === 'invalidFilter') return pass();
  return fail({
    message: 'The refusal of a malformed filter does not carry the scimType invalidFilter.',
    pointer: '/scimType',
    expected: 'invalidFilter',
    actual: found ?? null,
    exchange,
  });
}
