/** The questions before the first request: does the name resolve, and what does the other end show. No token is near. */

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { isLoopback, type ProxyEnvironment, proxyFor } from '../../http/proxy.ts';
import { troubleOf } from '../../http/trouble.ts';
import { type DoctorAnswer, fine, noGround, wrong } from './answer.ts';

const PATIENCE_MS = 10_000;
const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a word. */
const SOON_DAYS = 14;

export async function askName(base: URL, environment: ProxyEnvironment): Promise<DoctorAnswer> {
  const host = base.hostname.replace(/^\[|\]$/g, '');
  if (proxyFor(base.origin, environment) !== undefined) return fine('name', `${host} is left to the proxy to resolve`);
  if (isIP(host) !== 0) return fine('name', `${host} is an address`);
  try {
    const { address } = await lookup(host);
    return fine('name', `${host} is ${address}`);
  } catch (error) {
    const { says, blame, todo } = troubleOf(codeOf(error));
    return noGround('name', `${host} ${says} (${codeOf(error)})`, blame, todo);
  }
}

export async function askConnection(base: URL, environment: ProxyEnvironment): Promise<DoctorAnswer> {
  if (base.protocol === 'http:') {
    if (isLoopback(base.hostname)) return fine('connection', 'plain HTTP on this machine');
    const todo = 'Write the base URL with https; plain HTTP is for this machine alone.';
    return wrong('connection', 'plain HTTP: tokens and personal data travel in the clear', 'configuration', todo);
  }
  if (proxyFor(base.origin, environment) !== undefined) return fine('connection', 'TLS through the proxy');
  try {
    return await tlsAnswer(base);
  } catch (error) {
    const { says, blame, todo } = troubleOf(codeOf(error));
    return noGround('connection', `${base.host} ${says} (${codeOf(error)})`, blame, todo);
  }
}

function tlsAnswer(base: URL): Promise<DoctorAnswer> {
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = base.port === '' ? 443 : Number(base.port);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...(isIP(host) === 0 && { servername: host }) }, () => {
      resolve(shown(socket));
      socket.destroy();
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
  });
}

function shown(socket: TLSSocket): DoctorAnswer {
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  const days = Math.floor((until - Date.now()) / DAY_MS);
  const date = Number.isNaN(until) ? 'an unknown day' : new Date(until).toISOString().slice(0, 10);
  const soon = days < SOON_DAYS ? `, which is in ${days} days` : '';
  return fine('connection', `${socket.getProtocol() ?? 'TLS'}, certificate until ${date}${soon}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
}
