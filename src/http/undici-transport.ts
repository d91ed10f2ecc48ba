/**
 * The real wire, on undici, through a proxy where the environment names one. No redirects are followed, nothing is retried here, a response has one time limit and one
 * size limit, and the size is counted after decompression so that a small bomb cannot grow in memory.
 */

import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { type ProxyEnvironment, proxyFor } from './proxy.ts';
import { originOf, type Transport, TransportFailure, type WireRequest, type WireResponse } from './transport.ts';

/** What HTTP can carry. undici refuses the rest as well, but each refusal would cost it a connection for good. */
const SENDABLE_TARGET = /^[\x21-\xff]*$/;
const SENDABLE_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** As many as a pace may ask for. */
const CONNECTIONS = 64;

/** A full page of 100 users is about 0.3 MB; fifty times that is no list page any more. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Header lines of an answer, all together. */
const MAX_HEADER_BYTES = 64 * 1024;

/** The signal comes first wherever it can. */
const GRACE_MS = 250;

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

export function createUndiciTransport(environment: ProxyEnvironment = process.env): Transport {
  // A pool for each origin, and no Agent: after one reset connection an Agent of undici 7 closes every pool it opens for
  // that origin, so that each request pays for a connection of its own. Only tunnels through a proxy bring one along.
  const pools = new Map<string, Dispatcher>();
  const poolOf = (origin: string): Dispatcher => {
    const known = pools.get(origin);
    if (known) return known;
    const pool = openPool(origin, proxyFor(origin, environment));
    pools.set(origin, pool);
    return pool;
  };
  return {
    send: (request) => withinTime(request.timeoutMs, exchange(poolOf, request)),
    // Nobody waits for an answer any more when a run closes its wire.
    close: async () => {
      const open = [...pools.values()];
      // Whoever sends afterwards, to clean up, opens new ones.
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
    },
  };
}

function openPool(origin: string, proxy: string | undefined): Dispatcher {
  const options = { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 4_000, maxHeaderSize: MAX_HEADER_BYTES };
  if (proxy === undefined) return new Pool(origin, options);
  if (!URL.canParse(proxy)) {
    throw new TransportFailure('unreachable', 'PROXY', 'the proxy named by HTTPS_PROXY or HTTP_PROXY is no URL');
  }
  // Plain HTTP is asked for by its whole URL: most proxies open tunnels for TLS alone.
  return new ProxyAgent({ ...options, uri: proxy, proxyTunnel: origin.startsWith('https:') });
}

/** The signal of a request has no power while it still waits for a connection; this limit always has. */
async function withinTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate('QUEUED', timeoutMs)), timeoutMs + GRACE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(code: string, timeoutMs: number): TransportFailure {
  return new TransportFailure('timeout', code, `no complete answer within ${timeoutMs} ms`);
}

function unsendable({ url, headers }: WireRequest): TransportFailure | undefined {
  const odd = SENDABLE_TARGET.test(url)
    ? Object.entries(headers).find(([, value]) => !SENDABLE_VALUE.test(value))?.[0]
    : 'the URL';
  if (odd === undefined) return undefined;
  return new TransportFailure('unsendable', 'CHARACTER', `${odd} holds a character that cannot be sent`);
}

async function exchange(poolOf: (origin: string) => Dispatcher, request: WireRequest): Promise<WireResponse> {
  const refused = unsendable(request);
  if (refused) throw refused;
  const origin = originOf(request.url);
  let began = false;
  try {
    const answer = await poolOf(origin).request({
      origin,
      path: request.url.slice(origin.length) || '/',
      method: request.method as 'GET',
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    began = true;
    const headers = joinHeaders(answer.headers);
    const raw = await readLimited(answer.body);
    return { status: answer.statusCode, headers, body: await decode(raw, headers['content-encoding']) };
  } catch (error) {
    throw asFailure(error, request.timeoutMs, began);
  }
}

function joinHeaders(raw: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

async function readLimited(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

async function decode(body: Uint8Array, encoding: string | undefined): Promise<Uint8Array> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '' || body.byteLength === 0) return body;
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name as keyof typeof DECODERS] : undefined;
  if (!decoder) throw new TransportFailure('undecodable', name, `the body came with the unknown encoding "${name}"`);
  return decoder(body, { maxOutputLength: MAX_BODY_BYTES });
}

function tooLarge(): TransportFailure {
  return new TransportFailure('too-large', 'BODY', `the body is larger than ${MAX_BODY_BYTES} bytes`);
}

function asFailure(error: unknown, timeoutMs: number, began: boolean): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const { name, code, message } = partsOf(error);
  if (name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError') {
    return tooLate(name, timeoutMs);
  }
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge();
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI')) {
    return new TransportFailure('undecodable', code, 'the compressed body could not be decoded');
  }
  // A compressed body that is cut short is noticed by its decoder, in the cases above.
  const kind = began || code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW' ? 'cut-short' : 'unreachable';
  // TLS libraries write several lines, and a certificate may hold any character.
  return new TransportFailure(kind, code || name, message.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
}

function partsOf(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: 'Error', code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, message: error.message || code };
}
