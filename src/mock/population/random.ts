/** Numbers that look random and depend on nothing but their arguments; and UUIDs that lead back to their index. */

const PRIME = 0x9e3779b1;

/** The odd number that undoes a multiplication by PRIME modulo 2^32 (Newton's iteration). */
const INVERSE = (() => {
  let inverse = 1;
  for (let round = 0; round < 6; round += 1) inverse = Math.imul(inverse, 2 - Math.imul(PRIME, inverse));
  return inverse;
})();

/** A 32-bit hash of a few numbers. */
export function mix(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const one of numbers) {
    hash = Math.imul(hash ^ (one | 0), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

/** A UUID of version 4 made of the given first eight digits and a hash of the rest. */
function shaped(head: string, ...numbers: readonly number[]): string {
  const a = hex(mix(...numbers, 1));
  const b = hex(mix(...numbers, 2));
  const c = hex(mix(...numbers, 3));
  const variant = ((Number.parseInt(b.charAt(0), 16) & 3) | 8).toString(16);
  return `${head}-${a.slice(0, 4)}-4${a.slice(5)}-${variant}${b.slice(1, 4)}-${b.slice(4)}${c}`;
}

export function uuidOf(...numbers: readonly number[]): string {
  return shaped(hex(mix(...numbers)), ...numbers);
}

/** The id of the seed user at a position; ids do not sort by position. */
export function idAt(seed: number, index: number): string {
  const spread = Math.imul(index + mix(seed), PRIME);
  return shaped(hex((spread ^ (spread >>> 16)) >>> 0), seed, index);
}

/** The position of a seed user's id; undefined where no position below `size` has it. */
export function positionOf(seed: number, id: string, size: number): number | undefined {
  const head = Number.parseInt(id.slice(0, 8), 16);
  const index = (Math.imul(head ^ (head >>> 16), INVERSE) - mix(seed)) >>> 0;
  return index < size && idAt(seed, index) === id ? index : undefined;
}
