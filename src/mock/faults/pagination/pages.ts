/** What several bugs of paging have in common: how they change a page, and which requests they pick. */

import { type Hook, type ListQuery, type Page, type Refusal, refuse, type Scene } from '../../fault.ts';

export const INT32_MAX = 2 ** 31 - 1;
export const INTEGER = /^-?\d+$/;

/** The same page with other people, and an itemsPerPage that fits them. */
export function showing(page: Page, people: Page['people']): Page {
  return { ...page, people, itemsPerPage: people.length };
}

/** A hook for pages of the whole, unfiltered list. */
export function unfiltered(change: Hook<'page'>): Hook<'page'> {
  return (page, at, scratch) => (at.asked.filter === undefined ? change(page, at, scratch) : page);
}

export const broken = () => refuse(500, 'The request could not be processed.');
export const sizeOf = (at: Scene) => at.query.get(at.contract.pageSize.name);
export const startOf = (at: Scene) => at.query.get('startIndex');
export const textual = (value: string | null) => value !== null && !INTEGER.test(value);

type QueryHook = (value: ListQuery | Refusal, at: Scene) => ListQuery | Refusal;
/** A server failure for the list requests that `when` picks. */
export function failing(when: (at: Scene) => boolean): QueryHook {
  return (value, at) => (when(at) ? broken() : value);
}
