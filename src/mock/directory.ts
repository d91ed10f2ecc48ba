/**
 * Everybody the mock knows: the seed users, made when needed, and what provisioning changed since. Each change shows in
 * the lookup and in the list from its own moment on. Knows no request.
 */

import type { Person } from './person.ts';
import type { Cast } from './population/people.ts';
import { positionOf } from './population/random.ts';

export type View = 'lookup' | 'list';

interface Change {
  readonly person: Person;
  readonly shows: Readonly<Record<View, number>>;
}

/** Beyond this size seed users are made anew each time instead of being kept. */
const KEPT_AT_MOST = 20_000;

export class Directory {
  readonly #cast: Cast;
  readonly #seed: number;
  readonly #fixed: readonly Person[] | undefined;
  readonly #made: (Person | undefined)[] = [];
  /** By id, oldest change first. */
  readonly #changes = new Map<string, Change[]>();
  /** Ids created since the start, in the order of their creation. */
  readonly #created: string[] = [];
  readonly #positions: ReadonlyMap<string, number> | undefined;
  readonly #names = new Map<string, string>();

  /** `fixed` replaces the cast where a fault changed the population. */
  constructor(cast: Cast, seed: number, fixed?: readonly Person[]) {
    this.#cast = cast;
    this.#seed = seed;
    this.#fixed = fixed;
    if (fixed !== undefined) this.#positions = new Map(fixed.map((one, index) => [one.id, index]));
  }

  get #seedSize(): number {
    return this.#fixed?.length ?? this.#cast.size;
  }

  #seedAt(position: number): Person {
    const known = this.#fixed?.[position] ?? this.#made[position];
    if (known !== undefined) return known;
    const person = this.#cast.at(position);
    if (this.#cast.size <= KEPT_AT_MOST) this.#made[position] = person;
    return person;
  }

  #seedOf(id: string): Person | undefined {
    const position =
      this.#positions === undefined ? positionOf(this.#seed, id, this.#seedSize) : this.#positions.get(id);
    return position === undefined ? undefined : this.#seedAt(position);
  }

  #changed(id: string, view: View, now: number): Person | undefined {
    return this.#changes.get(id)?.findLast((one) => one.shows[view] <= now)?.person;
  }

  /** A person as one view shows it now. */
  shown(id: string, view: View, now: number): Person | undefined {
    const key = id.toLowerCase();
    return this.#changed(key, view, now) ?? this.#seedOf(key);
  }

  /** A person as last stored, whether it shows already or not: what the next write starts from. */
  stored(id: string): Person | undefined {
    const key = id.toLowerCase();
    return this.#changes.get(key)?.at(-1)?.person ?? this.#seedOf(key);
  }

  store(person: Person, shows: Readonly<Record<View, number>>): void {
    const changes = this.#changes.get(person.id);
    if (changes) changes.push({ person, shows });
    else this.#changes.set(person.id, [{ person, shows }]);
    if (changes === undefined && this.#seedOf(person.id) === undefined) this.#created.push(person.id);
    this.#names.set(person.userName.toLowerCase(), person.id);
  }

  /** How many the list shows now. */
  size(now: number): number {
    return this.#seedSize + this.#created.filter((id) => this.#changed(id, 'list', now)).length;
  }

  /** The list from one position on, in listing order. */
  slice(from: number, count: number, now: number): readonly Person[] {
    const people: Person[] = [];
    for (let position = from; position < Math.min(from + count, this.#seedSize); position += 1) {
      const seed = this.#seedAt(position);
      people.push(this.#changed(seed.id, 'list', now) ?? seed);
    }
    if (from + count <= this.#seedSize) return people;
    const late = this.#created.flatMap((id) => this.#changed(id, 'list', now) ?? []);
    const start = Math.max(0, from - this.#seedSize);
    return [...people, ...late.slice(start, start + count - people.length)];
  }

  /** Everybody the list shows now, one after the other. */
  *each(now: number): Generator<Person> {
    const chunk = 1_000;
    for (let from = 0; ; from += chunk) {
      const people = this.slice(from, chunk, now);
      yield* people;
      if (people.length < chunk) return;
    }
  }

  everyone(now: number): readonly Person[] {
    return this.slice(0, Number.MAX_SAFE_INTEGER, now);
  }

  /** Who holds a userName, as last stored; the seed users' names hold their employee number. */
  byUserName(userName: string): Person | undefined {
    const name = userName.toLowerCase();
    const id = this.#names.get(name);
    if (id !== undefined) return this.stored(id);
    const number = /^user\.(\d+)@example\.com$/.exec(name)?.[1];
    const person = number === undefined ? undefined : this.byEmployeeNumber(number);
    return person?.userName.toLowerCase() === name ? person : undefined;
  }

  byEmployeeNumber(employeeNumber: string): Person | undefined {
    const created = this.#created
      .map((id) => this.stored(id))
      .find((person) => person?.employeeNumber === employeeNumber);
    if (created !== undefined) return created;
    const position = Number(employeeNumber) - 100_001;
    if (!Number.isInteger(position) || position < 0 || position >= this.#seedSize) return undefined;
    const person = this.stored(this.#seedAt(position).id);
    return person?.employeeNumber === employeeNumber ? person : undefined;
  }
}
