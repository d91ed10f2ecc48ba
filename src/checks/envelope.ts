/**
 * The rules every list answer keeps, whoever asked for it. Each looks at one exchange alone and stays silent where
 * another requirement owns what is wrong.
 */

import type { Contract } from '../contract/contract.ts';
import { type Exchange, jsonOf, mediaTypeOf } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import { isObject, type Json } from '../model/json.ts';
import {
  askedPageOf,
  askedPosition,
  askedSize,
  asksWithinBounds,
  type ListAnswer,
  lengthOf,
  listAnswerOf,
} from './list-response.ts';

/** What a standing case calls with every exchange. */
export type Inspection = (exchange: Exchange, contract: Contract) => readonly Problem[] | undefined;

const JSON_TYPES = ['application/json', 'application/scim+json'] as const;

function isRetrievalAnswer(exchange: Exchange): boolean {
  const { operation, request, response } = exchange;
  return (operation === 'listUsers' || operation === 'getUser') && request.method === 'GET' && response.status === 200;
}

/** A 200 of the list or the lookup carries one JSON object. What is in it is for the schemas to judge. */
export const jsonBody: Inspection = (exchange) => {
  if (!isRetrievalAnswer(exchange)) return undefined;
  if (isObject(jsonOf(exchange))) return [];
  const found = { json: 'JSON that is no object', text: 'text that is no JSON', none: 'an empty body' };
  const actual = found[exchange.response.body.kind];
  return [{ message: `An answer with status 200 carries ${actual}.`, expected: 'a JSON object', actual }];
};

/** A 200 of the list or the lookup says that it is JSON. */
export const jsonMediaType: Inspection = (exchange) => {
  if (!isRetrievalAnswer(exchange) || exchange.response.body.kind === 'none') return undefined;
  const type = mediaTypeOf(exchange);
  if (JSON_TYPES.some((one) => one === type)) return [];
  const message = type === '' ? 'The answer names no media type.' : 'The answer names a media type that is not JSON.';
  return [{ message, expected: [...JSON_TYPES], actual: type === '' ? null : type }];
};

/** A problem list for readable list answers; undefined elsewhere or where `rule` does not speak. */
function onList(rule: (answer: ListAnswer, contract: Contract) => readonly Problem[] | undefined): Inspection {
  return (exchange, contract) => {
    const answer = listAnswerOf(exchange);
    return answer && rule(answer, contract);
  };
}

/** totalResults counts at least the resources of its own page. */
export const totalCoversPage: Inspection = onList((answer) => {
  const { total, resources } = answer;
  if (total === undefined || resources === undefined || resources.length === 0) return undefined;
  if (total >= resources.length) return [];
  const message = `totalResults says ${total}, but the page alone carries ${resources.length} resources.`;
  return [{ message, pointer: '/totalResults', expected: `at least ${resources.length}`, actual: total }];
});

/** Resources is an array wherever the page asked for lies within the result. */
export const resourcesPresent: Inspection = onList((answer, contract) => {
  const asked = askedPageOf(answer.exchange, contract);
  const position = asksWithinBounds(asked, contract) ? askedPosition(asked) : undefined;
  if (position === undefined || answer.total === undefined || position > answer.total) return undefined;
  const listed: Json | undefined = answer.body.Resources;
  // Another type than an array is the schema's to judge; only a missing list is judged here.
  if (listed !== undefined && listed !== null) return [];
  const message = `totalResults says ${answer.total} and the page begins at ${position}, but Resources is missing.`;
  return [{ message, pointer: '/Resources', expected: 'an array', actual: listed ?? 'absent' }];
});

/** itemsPerPage, where it is given, is the number of resources on the page (ruling 24). */
export const itemsPerPageIsLength: Inspection = onList((answer) => {
  const { itemsPerPage, resources } = answer;
  if (itemsPerPage === undefined || resources === undefined) return undefined;
  if (itemsPerPage === resources.length) return [];
  const message = `itemsPerPage says ${itemsPerPage}, the page carries ${resources.length} resources.`;
  return [{ message, pointer: '/itemsPerPage', expected: resources.length, actual: itemsPerPage }];
});

/** startIndex, where it is given, is the position asked for, when that lies within the result (ruling 34). */
export const startIndexEchoed: Inspection = onList((answer, contract) => {
  const { startIndex } = askedPageOf(answer.exchange, contract);
  if (startIndex.kind !== 'integer' || answer.startIndex === undefined || answer.total === undefined) return undefined;
  const position = startIndex.value;
  if (position < 1 || position > answer.total) return undefined;
  if (answer.startIndex === position) return [];
  const message = `startIndex ${position} was asked for, the answer says ${answer.startIndex}.`;
  return [{ message, pointer: '/startIndex', expected: position, actual: answer.startIndex }];
});

/** A page that is not the whole result says where it begins and how much it holds (ruling 33). */
export const pagingMembersOnPartialPage: Inspection = onList((answer, contract) => {
  const asked = askedPageOf(answer.exchange, contract);
  const length = lengthOf(answer);
  if (!asksWithinBounds(asked, contract) || answer.total === undefined) return undefined;
  if (length === 0 || length >= answer.total) return undefined;
  return (['startIndex', 'itemsPerPage'] as const)
    .filter((name) => answer.body[name] === undefined || answer.body[name] === null)
    .map((name) => ({
      message: `The page carries ${length} of ${answer.total} resources, but has no ${name}.`,
      pointer: `/${name}`,
      expected: 'an integer',
    }));
});

/** No page carries more resources than were asked for; a result that fits on the page shows nothing. */
export const pageWithinSize: Inspection = onList((answer, contract) => {
  const asked = askedPageOf(answer.exchange, contract);
  const size = askedSize(asked, contract);
  if (size === undefined || asked.aliased || answer.resources === undefined) return undefined;
  if (answer.resources.length <= size) return answer.total === undefined || answer.total > size ? [] : undefined;
  const message = `A page of at most ${size} was asked for, ${answer.resources.length} resources came.`;
  return [{ message, pointer: '/Resources', expected: `at most ${size}`, actual: answer.resources.length }];
});
