/** The list: reads paging and filter, finds the matches, cuts the page, writes the ListResponse. */

import { URN } from '../contract/contract.ts';
import type { JsonObject } from '../model/json.ts';
import { parseFilter } from './filter.ts';
import type { Ground } from './ground.ts';
import { matcher } from './match.ts';
import type { Person } from './person.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import type { Filter, ListQuery, Page, PageScene, Scene } from './scene.ts';
import { json, type Payload, writtenJson } from './wire.ts';

export const DEFAULT_PAGE_SIZE = 50;
const INT32 = 2 ** 31 - 1;

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly otherwise: number;
}

function integer(query: URLSearchParams, name: string, { minimum, maximum, otherwise }: Bounds): number | Refusal {
  const given = query.getAll(name);
  const [text] = given;
  if (text === undefined) return otherwise;
  const wrong = (what: string) => refuse(400, `The parameter ${name} ${what}.`, { scimType: 'invalidValue' });
  if (given.length > 1) return wrong('is given more than once');
  if (!/^-?\d+$/.test(text)) return wrong('is not an integer');
  const value = Number(text);
  return value >= minimum && value <= maximum ? value : wrong(`is not between ${minimum} and ${maximum}`);
}

/** Paging and filter as the revision documents them. */
function readQuery(ground: Ground, scene: Scene): ListQuery | Refusal {
  const { query } = scene;
  const { name, minimum, maximum } = ground.contract.pageSize;
  const startIndex = integer(query, 'startIndex', { minimum: 1, maximum: INT32, otherwise: 1 });
  if (isRefusal(startIndex)) return startIndex;
  const pageSize = integer(query, name, { minimum, maximum, otherwise: DEFAULT_PAGE_SIZE });
  if (isRefusal(pageSize)) return pageSize;
  const filters = query.getAll('filter');
  if (filters.length > 1) return refuse(400, 'The filter is given more than once.', { scimType: 'invalidFilter' });
  return { startIndex, pageSize, filter: filters[0] };
}

function readFilter(ground: Ground, scene: Scene, text: string | undefined): Filter | Refusal | undefined {
  if (text === undefined) return undefined;
  return ground.hooks.run('filter', parseFilter(text, ground.contract.filters), { ...scene, text });
}

interface Matches {
  readonly total: number;
  /** Those on the page asked for. */
  readonly page: readonly Person[];
  all(): readonly Person[];
}

/** One pass that keeps the page and counts the rest: a filter over a million users holds no more than a page of them. */
function scan(people: Iterable<Person>, fits: (person: Person) => boolean, from: number, count: number) {
  const page: Person[] = [];
  let total = 0;
  for (const person of people) {
    if (!fits(person)) continue;
    if (total >= from && page.length < count) page.push(person);
    total += 1;
  }
  return { total, page };
}

function matchesOf(ground: Ground, scene: Scene, asked: ListQuery, filter: Filter | undefined): Matches {
  const { directory, hooks } = ground;
  const from = asked.startIndex - 1;
  if (hooks.has('order')) {
    const ordered = hooks.run('order', directory.everyone(scene.now), scene);
    const matching = filter === undefined ? ordered : ordered.filter(matcher(filter, hooks, scene));
    return { total: matching.length, page: matching.slice(from, from + asked.pageSize), all: () => matching };
  }
  if (filter === undefined) {
    return {
      total: directory.size(scene.now),
      page: directory.slice(from, asked.pageSize, scene.now),
      all: () => directory.everyone(scene.now),
    };
  }
  const fits = matcher(filter, hooks, scene);
  return {
    ...scan(directory.each(scene.now), fits, from, asked.pageSize),
    all: () => directory.everyone(scene.now).filter(fits),
  };
}

export function list(ground: Ground, scene: Scene): Payload | Refusal {
  const { hooks } = ground;
  const asked = hooks.run('query', readQuery(ground, scene), scene);
  if (isRefusal(asked)) return asked;
  const filter = readFilter(ground, scene, asked.filter);
  if (isRefusal(filter)) return filter;
  const matches = matchesOf(ground, scene, asked, filter);
  const people = matches.page;
  const cut: Page = {
    totalResults: matches.total,
    startIndex: asked.startIndex,
    itemsPerPage: people.length,
    people,
  };
  const pageScene: PageScene = {
    ...scene,
    asked,
    get matches() {
      return matches.all();
    },
  };
  const page = hooks.has('page') ? hooks.run('page', cut, pageScene) : cut;
  return written(ground, scene, pageScene, page);
}

function written(ground: Ground, scene: Scene, pageScene: PageScene, page: Page): Payload {
  const { hooks, writer, origin } = ground;
  const head = { schemas: [URN.listResponse], totalResults: page.totalResults };
  const tail = { startIndex: page.startIndex, itemsPerPage: page.itemsPerPage };
  if (!hooks.has('resource') && !hooks.has('envelope')) {
    const resources = page.people.map((person) => writer.text(person, origin)).join(',');
    return writtenJson(
      `${JSON.stringify(head).slice(0, -1)},"Resources":[${resources}],${JSON.stringify(tail).slice(1)}`,
    );
  }
  const resources = page.people.map((person) =>
    hooks.run('resource', writer.resource(person, origin), { ...scene, view: 'list', person }),
  );
  const envelope: JsonObject = { ...head, Resources: resources, ...tail };
  return json(hooks.run('envelope', envelope, pageScene));
}
