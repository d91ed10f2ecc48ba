/**
 * Finds tokens and keys in any text, in the forms in which a server may send them back, whole or in part: a probe that
 * changes the last character of an id sends most of a token when the target has put one there.
 */

/** Anything shorter would blank out ordinary words. */
const SHORTEST_SECRET = 4;
/** A run of this many characters out of a secret is taken for it. */
const SHORTEST_PART = 12;
/** Every run that long holds a probe that begins at a multiple of this. */
const STRIDE = 6;

interface Form {
  readonly text: string;
  readonly placeholder: string;
}

interface Place {
  readonly form: Form;
  readonly at: number;
}

export interface SecretFinder {
  learn(secret: string, placeholder: string): void;
  replace(text: string): string;
}

export function createSecretFinder(): SecretFinder {
  /** Forms too short to be known by a part of them. */
  const whole = new Map<string, string>();
  let pattern: RegExp | undefined;
  const probes = new Map<string, Place[]>();

  function learnForm(form: Form): void {
    for (let at = 0; at + STRIDE <= form.text.length; at += 1) {
      const probe = form.text.slice(at, at + STRIDE);
      const places = probes.get(probe);
      if (places) places.push({ form, at });
      else probes.set(probe, [{ form, at }]);
    }
  }

  return {
    learn(secret, placeholder) {
      if (secret.length < SHORTEST_SECRET) return;
      for (const text of formsOf(secret)) {
        if (text.length > SHORTEST_PART) learnForm({ text: lower(text), placeholder });
        else whole.set(text, placeholder);
      }
      // The longest first: one secret may begin another.
      const literals = [...whole.keys()].sort((a, b) => b.length - a.length).map(literal);
      pattern = literals.length === 0 ? undefined : new RegExp(literals.join('|'), 'g');
    },
    replace(text) {
      const parts = probes.size === 0 ? text : withoutParts(text, probes);
      return pattern === undefined ? parts : parts.replace(pattern, (found) => whole.get(found) ?? '***');
    },
  };
}

function withoutParts(text: string, probes: ReadonlyMap<string, readonly Place[]>): string {
  const plain = lower(text);
  let result = '';
  let done = 0;
  for (let at = 0; at + STRIDE <= plain.length; at += STRIDE) {
    if (at < done) continue;
    const places = probes.get(plain.slice(at, at + STRIDE));
    if (places === undefined) continue;
    const run = longestRun(plain, at, done, places);
    if (run === undefined) continue;
    result += `${text.slice(done, run.from)}${run.placeholder}`;
    done = run.to;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** The longest stretch of text around `at` that is also a stretch of a secret. */
function longestRun(plain: string, at: number, floor: number, places: readonly Place[]) {
  let best: { readonly from: number; readonly to: number; readonly placeholder: string } | undefined;
  for (const { form, at: inside } of places) {
    let from = at;
    while (from > floor && inside - (at - from) > 0 && plain[from - 1] === form.text[inside - (at - from) - 1])
      from -= 1;
    let to = at + STRIDE;
    while (to < plain.length && inside + (to - at) < form.text.length && plain[to] === form.text[inside + (to - at)]) {
      to += 1;
    }
    if (to - from < SHORTEST_PART || (best && to - from <= best.to - best.from)) continue;
    best = { from, to, placeholder: form.placeholder };
  }
  return best;
}

/** As it is, in a URL, inside JSON or HTML text, as hex, or as base64 of it at any place of a longer text. */
function formsOf(secret: string): readonly string[] {
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const inUrls = [encodeURIComponent(secret), new URLSearchParams({ secret }).toString().slice('secret='.length)];
  const smallHex = inUrls.map((one) => one.replaceAll(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()));
  const plain = [secret, ...inUrls, ...smallHex, JSON.stringify(secret).slice(1, -1), html];
  const hex = secret.length > SHORTEST_PART / 2 ? [Buffer.from(secret).toString('hex')] : [];
  return [...new Set([...plain, ...hex, ...base64Forms(secret)])].filter((form) => form.length >= SHORTEST_SECRET);
}

/** Three bytes make four characters, so that the neighbours of a secret decide on its first and last ones alone. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .replace(/=+$/, '');
    const first = before === 0 ? 0 : before + 1;
    const end = text.slice(first);
    return [end, end.slice(0, -1)].flatMap((own) => [own, own.replaceAll('+', '-').replaceAll('/', '_')]);
  });
}

/** Only where that keeps every position. */
function lower(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text;
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
