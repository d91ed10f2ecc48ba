/** Bugs of the list answer around its users: counts, members and media type. */

import { URN } from '../../contract/contract.ts';
import { isArray, member } from '../../model/json.ts';
import { type Fault, text, withHeader, withJson } from '../fault.ts';

export const faults: readonly Fault[] = [
  {
    id: 'envelope-trailing-text',
    violates: 'envelope.json-body',
    seenAs: /carries text that is no JSON/,
    summary: 'A sorted list is followed by the query plan that somebody printed while looking for a slow query.',
    wire: 'with sortBy the body is JSON and then more text',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'listUsers' && at.query.has('sortBy') && answer.payload.kind === 'json'
          ? { ...answer, payload: text(`${JSON.stringify(answer.payload.value)}\nplan: scan users`) }
          : answer,
    },
  },
  {
    id: 'envelope-text-plain',
    violates: 'envelope.media-type',
    seenAs: /media type that is not JSON/,
    summary: 'A proxy in front of the list replaces the media type.',
    wire: 'content-type: text/plain on every page',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'listUsers' && answer.status === 200
          ? withHeader(answer, 'content-type', 'text/plain; charset=utf-8')
          : answer,
    },
  },
  {
    id: 'envelope-media-type-lost',
    violates: 'envelope.media-type',
    seenAs: /names no media type/,
    summary: 'The lookup writes its body by hand and forgets to say what it is.',
    wire: 'no content-type on a user',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'getUser' && answer.status === 200 ? withHeader(answer, 'content-type', undefined) : answer,
    },
  },
  {
    id: 'envelope-wrong-urn',
    violates: 'envelope.list-schema',
    seenAs: /"schemas" does not name the schema/,
    summary: 'The list names the schema of a search request instead of that of a list.',
    wire: 'schemas without the ListResponse URN',
    corrupt: {
      envelope: (body) => ({ ...body, schemas: [URN.listResponse.replace('ListResponse', 'SearchRequest')] }),
    },
  },
  {
    id: 'envelope-schemas-as-text',
    violates: 'envelope.list-schema',
    seenAs: /"schemas" is string where array/,
    summary: 'The table says that schemas is a string, and somebody believed it.',
    wire: '"schemas": "urn:..." instead of an array',
    corrupt: { envelope: (body) => ({ ...body, schemas: URN.listResponse }) },
  },
  {
    id: 'envelope-resources-by-id',
    violates: 'envelope.list-schema',
    seenAs: /"Resources" is object where array/,
    summary: 'Sorting collects the users in a sorted map, and the map is written as it is.',
    wire: 'with sortBy Resources is an object of users by id',
    corrupt: {
      envelope(body, at) {
        if (!at.query.has('sortBy') || !isArray(body.Resources)) return body;
        const byId = body.Resources.map((user) => [String(member(user, 'id')), user] as const);
        return { ...body, Resources: Object.fromEntries(byId) };
      },
    },
  },
  {
    id: 'envelope-fraction',
    violates: 'envelope.counts-are-integers',
    seenAs: /"startIndex" is number where integer/,
    summary: 'startIndex of the answer is worked out as a floating-point number.',
    wire: '"startIndex": 1.5 on a page without resources',
    corrupt: {
      envelope: (body, at) => (at.asked.startIndex > at.matches.length ? { ...body, startIndex: 1.5 } : body),
    },
  },
  {
    id: 'envelope-counts-as-text',
    violates: 'envelope.counts-are-integers',
    seenAs: /"totalResults" is string where integer/,
    summary: 'A template writes the counts between quotes.',
    wire: '"totalResults": "201"',
    corrupt: {
      envelope: (body) => ({ ...body, totalResults: String(body.totalResults) }),
    },
  },
  {
    id: 'envelope-total-not-counted',
    violates: 'envelope.total-results',
    summary: 'The list for history loads leaves out the count, because it is slow.',
    wire: 'with startDate there is no totalResults',
    corrupt: {
      envelope(body, at) {
        if (!at.query.has('startDate')) return body;
        const { totalResults: _gone, ...rest } = body;
        return rest;
      },
    },
  },
  {
    id: 'envelope-nobody-is-not-found',
    violates: 'envelope.empty-result',
    seenAs: /answered with status 404/,
    summary: 'A search without a user is reported as not found, unless the caller pages.',
    wire: '404 to a filter that matches nobody, where no page size is given',
    corrupt: {
      answer(answer, at) {
        if (at.operation !== 'listUsers' || answer.payload.kind !== 'json' || !at.query.has('filter')) return answer;
        if (at.query.has(at.contract.pageSize.name)) return answer;
        if (answer.status !== 200 || member(answer.payload.value, 'totalResults') !== 0) return answer;
        const body = { schemas: [URN.error], detail: 'No user matches the filter.', status: 404 };
        return { ...withJson(answer, body), status: 404 };
      },
    },
  },
  {
    id: 'envelope-total-zero',
    violates: 'envelope.total-covers-page',
    summary: 'Sorting runs the page query and forgets the count.',
    wire: 'with sortBy totalResults is 0 above a full page',
    corrupt: { page: (page, at) => (at.query.has('sortBy') ? { ...page, totalResults: 0 } : page) },
  },
  {
    id: 'envelope-resources-projected-away',
    violates: 'envelope.resources-present',
    summary: 'Selecting attributes is applied to the list itself, and Resources is not among those selected.',
    wire: 'with attributes there is no Resources',
    corrupt: {
      envelope(body, at) {
        if (!at.query.has('attributes')) return body;
        const { Resources: _gone, ...rest } = body;
        return rest;
      },
    },
  },
  {
    id: 'envelope-items-per-page-echoed',
    violates: 'envelope.items-per-page',
    seenAs: /itemsPerPage says \d+, the page carries 0 resources/,
    summary: 'itemsPerPage repeats the page size asked for.',
    wire: 'itemsPerPage 100 on a last page with one user',
    corrupt: { page: (page, at) => ({ ...page, itemsPerPage: at.asked.pageSize }) },
  },
  {
    id: 'envelope-filtered-items-per-page',
    violates: 'envelope.items-per-page',
    seenAs: /itemsPerPage says \d+, the page carries \d+ resources/,
    summary: 'Under a filter itemsPerPage counts the rows that were read, not those that were kept.',
    wire: 'itemsPerPage one too high on a last page under a filter',
    corrupt: {
      page: (page, at) =>
        at.asked.filter !== undefined && page.people.length > 0 && page.people.length < at.asked.pageSize
          ? { ...page, itemsPerPage: page.itemsPerPage + 1 }
          : page,
    },
  },
  {
    id: 'envelope-page-number',
    violates: 'envelope.start-index-echoed',
    summary: 'startIndex of the answer counts pages, not users.',
    wire: 'startIndex 2 on the page asked for with startIndex 101',
    corrupt: {
      page: (page, at) => ({ ...page, startIndex: Math.ceil(at.asked.startIndex / at.asked.pageSize) }),
    },
  },
  {
    id: 'envelope-last-page-unnumbered',
    violates: 'envelope.paging-members',
    summary: 'The last page is thought to need no numbers, since nothing follows.',
    wire: 'no startIndex on a last page that is not the whole result',
    corrupt: {
      envelope(body, at) {
        const { startIndex, pageSize } = at.asked;
        if (startIndex === 1 || startIndex - 1 + pageSize < at.matches.length) return body;
        const { startIndex: _gone, ...rest } = body;
        return rest;
      },
    },
  },
];
