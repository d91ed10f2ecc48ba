/**
 * Puts a world on the network with Fastify. Every URL is rewritten to one route, so that the raw path reaches the world
 * untouched: broken percent-encoding, long ids and encoded slashes are the world's to judge. What Node's parser refuses
 * before Fastify sees it is answered here in the world's own words.
 */

import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { DEFAULT_REVISION } from '../model/requirement.ts';
import type { Fault, Variant } from './fault.ts';
import { faultsNamed, variantsNamed } from './named.ts';
import { type Answer, type Incoming, textOf } from './wire.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface MockOptions extends Omit<WorldOptions, 'faults' | 'variants'> {
  /** A free port without it. */
  readonly port?: number;
  readonly host?: string;
  /** Ids of the catalogue, or faults themselves. */
  readonly faults?: readonly (string | Fault)[];
  readonly variants?: readonly (string | Variant)[];
}

export interface RunningMock {
  /** With the base path, without a trailing slash. */
  readonly url: string;
  readonly world: World;
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 8 * 1024 * 1024;
/** Small enough to cut most bodies, and their characters, in the middle. */
const CHUNK_BYTES = 1_021;
const MOST_HEADER_BYTES = 16 * 1024;

function isId(one: unknown): one is string {
  return typeof one === 'string';
}

async function worldOf(options: MockOptions): Promise<World> {
  const { revision = DEFAULT_REVISION, faults = [], variants = [], port: _port, host: _host, ...rest } = options;
  return createWorld({
    ...rest,
    revision,
    faults: [
      ...(await faultsNamed(faults.filter(isId), revision)),
      ...faults.filter((one): one is Fault => !isId(one)),
    ],
    variants: [
      ...variantsNamed(variants.filter(isId), revision),
      ...variants.filter((one): one is Variant => !isId(one)),
    ],
  });
}

function incomingOf(request: FastifyRequest): Incoming {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const { body, method, originalUrl } = request;
  return { method, target: originalUrl, headers, ...(typeof body === 'string' && { body }) };
}

/** Writes an answer exactly as it is: Fastify would add a content type where a fault took it away. */
function write(reply: FastifyReply, answer: Answer, incoming: Incoming): void {
  const text = textOf(answer.payload) ?? '';
  const headers: Record<string, string> = { ...answer.headers };
  const gzip = answer.compress === true && /\bgzip\b/.test(incoming.headers['accept-encoding'] ?? '') && text !== '';
  const bytes = gzip ? gzipSync(text) : Buffer.from(text);
  if (gzip) Object.assign(headers, { 'content-encoding': 'gzip', vary: 'accept-encoding' });
  reply.hijack();
  if (answer.chunked === true) {
    reply.raw.writeHead(answer.status, headers);
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
      reply.raw.write(bytes.subarray(from, from + CHUNK_BYTES));
    reply.raw.end();
    return;
  }
  reply.raw.writeHead(answer.status, { 'content-length': String(bytes.length), ...headers });
  reply.raw.end(bytes);
}

const PARSER_ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

interface ParserError {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** What can be read of a request that Node's parser refused: its first line, if that. */
function unparsed({ rawPacket }: ParserError): Incoming {
  const line = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '';
  const [, method = 'GET', target = '/'] = /^([A-Z]+) (\S+)/.exec(line) ?? [];
  return { method, target, headers: {} };
}

async function refuseUnparsed(world: World, error: ParserError, socket: Socket): Promise<void> {
  if (!socket.writable) return;
  const [status, reason] = PARSER_ERRORS[error.code ?? ''] ?? [400, 'Bad Request'];
  const answer = await world.refused(unparsed(error), status, `${reason}.`);
  const body = textOf(answer.payload) ?? '';
  const lines = Object.entries({
    ...answer.headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Starts a mock; it listens when the promise resolves. */
export async function startMock(options: MockOptions = {}): Promise<RunningMock> {
  const world = await worldOf(options);
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    bodyLimit: MOST_BODY_BYTES,
    http: { maxHeaderSize: MOST_HEADER_BYTES },
    rewriteUrl: () => '/',
    clientErrorHandler: (error, socket) => {
      void refuseUnparsed(world, error, socket);
    },
    frameworkErrors: (_error, request, reply) => {
      const incoming = incomingOf(request);
      void world.refused(incoming, 400, 'The request cannot be read.').then((answer) => write(reply, answer, incoming));
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const incoming = incomingOf(request);
    write(reply, await world.handle(incoming), incoming);
  };
  app.route({ method: app.supportedMethods, url: '/', handler: answer });
  app.setNotFoundHandler(answer);
  app.setErrorHandler<Error & { readonly statusCode?: number }>(async (error, request, reply) => {
    const incoming = incomingOf(request);
    const status = error.statusCode ?? 500;
    const detail = status < 500 ? 'The request cannot be read.' : 'The mock itself failed.';
    if (status >= 500) process.emitWarning(error);
    write(reply, await world.refused(incoming, status, detail), incoming);
  });
  const host = options.host ?? '127.0.0.1';
  await app.listen({ port: options.port ?? 0, host });
  const address: AddressInfo | string | null = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : (options.port ?? 0);
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${port}${options.basePath ?? ''}`,
    world,
    close: () => app.close(),
  };
}
