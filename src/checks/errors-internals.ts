/**
 * Finds what an error tells about the inside of a server: stack frames, implementation classes, SQL and file paths
 * (a ruling of its own). Patterns ask for forms that prose does not have, and what the request itself said may be repeated.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import { isArray, isObject, type Json, pointer } from '../model/json.ts';
import { type Family, familyOf } from './errors-scope.ts';
import type { Inspect } from './schema.ts';

const LEAKS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'a Java stack frame',
    pattern: /\bat [\w$./<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/,
  },
  {
    what: 'a JavaScript stack frame',
    pattern: /\bat (?:[\w$.<>[\] ]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s():]+:\d+:\d+/,
  },
  { what: 'a Python stack trace', pattern: /Traceback \(most recent call last\)|\bFile "[^"]+\.py", line \d+/ },
  { what: 'a .NET stack frame', pattern: /\bat [\w.`<>]+\([^()\n]*\) in \S+:line \d+/ },
  { what: 'a Go stack trace', pattern: /\bgoroutine \d+ \[\w+/ },
  { what: 'a PHP stack trace', pattern: /Stack trace:\s*#0 / },
  { what: 'a Ruby stack frame', pattern: /\.rb:\d+:in [`']/ },
  {
    what: 'an exception class',
    pattern:
      /(?<![\w:.])(?:[a-z_]\w*\.){2,}(?:[A-Z]\w*\$)*[A-Z]\w*(?:Exception|Error)\b|\bSystem\.(?:\w+\.)*\w+Exception\b/,
  },
  {
    what: 'an implementation class',
    pattern:
      /(?<![\w:.])(?:java|javax|jakarta|kotlin|scala|org\.(?:springframework|hibernate|apache|postgresql)|com\.(?:concur|sap|fasterxml|mysql|microsoft)|io\.(?:netty|vertx))\.(?:[a-z_]\w*\.)*[A-Z]\w+/,
  },
  {
    what: 'an SQL statement',
    pattern: /\bSELECT\s[^;]{1,300}?\sFROM\s+\w|\bINSERT INTO\s+\w|\bUPDATE\s+[\w."]+\s+SET\s+\w|\bDELETE FROM\s+\w/,
  },
  { what: 'a database error', pattern: /\bORA-\d{5}\b|\bSQLSTATE\b|\bpsql:|error in your SQL syntax/ },
  { what: 'a Windows file path', pattern: /(?<![A-Za-z])[A-Za-z]:\\(?:[\w .-]+\\)+[\w.-]+/ },
  {
    what: 'a file path of the server',
    pattern:
      /(?<![\w/.-])\/(?:[\w.@-]+\/)+[\w.-]+\.(?:js|mjs|cjs|ts|java|class|jar|war|py|rb|php|go|cs|dll|so|conf|ini|properties)\b|\/node_modules\//,
  },
];

/** Bodies of errors are short; beyond this a page of text is not searched. */
const LONGEST_SEARCH = 200_000;
const LONGEST_QUOTE = 120;

/** Every error of the family, whoever answered it: a gateway's stack trace is no better than the API's. */
export function noInternals(family: Family): Inspect {
  return (exchange, contract) => {
    if (exchange.response.status < 400 || familyOf(exchange, contract) !== family) return undefined;
    const texts = textsOf(exchange);
    if (texts.length === 0) return undefined;
    const said = requestTexts(exchange);
    return texts.flatMap(({ where, text }) => leaksIn(text, said).map((leak) => problemOf(leak, where)));
  };
}

interface Leak {
  readonly what: string;
  readonly quote: string;
}

/** One leak a text: a stack trace has many frames, and they are one defect. */
function leaksIn(text: string, said: readonly (string | undefined)[]): readonly Leak[] {
  for (const { what, pattern } of LEAKS) {
    const quote = pattern.exec(text.slice(0, LONGEST_SEARCH))?.[0];
    if (quote !== undefined && !said.some((one) => one?.includes(quote)))
      return [{ what, quote: quote.slice(0, LONGEST_QUOTE) }];
  }
  return [];
}

function problemOf(leak: Leak, where: string | undefined): Problem {
  return {
    message: `The error shows ${leak.what}.`,
    ...(where !== undefined && { pointer: where }),
    expected: 'a message about the request alone',
    actual: leak.quote,
  };
}

interface Text {
  readonly where: string | undefined;
  readonly text: string;
}

function textsOf(exchange: Exchange): readonly Text[] {
  const { body } = exchange.response;
  return body.kind === 'text'
    ? [{ where: undefined, text: withoutMarkup(body.text) }]
    : stringsIn(jsonOf(exchange), []);
}

/** What a page shows: the links to its own scripts and pictures are paths, but not of the server's files. */
function withoutMarkup(text: string): string {
  return text.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');
}

function stringsIn(value: Json | undefined, path: readonly (string | number)[]): readonly Text[] {
  if (typeof value === 'string') return [{ where: pointer(...path), text: value }];
  if (isArray(value)) return value.flatMap((item, index) => stringsIn(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => stringsIn(item, [...path, key]));
}

/** What the client wrote itself, encoded and decoded. */
function requestTexts({ request: { url, body } }: Exchange): readonly (string | undefined)[] {
  try {
    return [url, decodeURIComponent(url.replaceAll('+', ' ')), body];
  } catch {
    // A URL that cannot be decoded has only its raw form.
    return [url, body];
  }
}
