/**
 * One mock service without a network: users, provisioning, tokens and its faults, behind a single function from request to
 * answer. Worlds share nothing, so a proof can run hundreds of them side by side.
 */

import { loadContract } from '../contract/load.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import { DEFAULT_REVISION, type Revision } from '../model/requirement.ts';
import { authorize } from './auth.ts';
import { Directory } from './directory.ts';
import { discover } from './discovery.ts';
import { errorBody, type Family } from './errors.ts';
import type { Fault, Variant } from './fault.ts';
import type { Ground } from './ground.ts';
import { Hooks } from './hooks.ts';
import { list } from './listing.ts';
import { lookup } from './lookup.ts';
import { castOf } from './population/people.ts';
import { uuidOf } from './population/random.ts';
import { Provisioning, type Written } from './provisioning/service.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { Writer } from './resource.ts';
import { type Routing, routeOf, routesOf } from './routes.ts';
import type { MockContract, Scene } from './scene.ts';
import { type TokenOptions, Tokens } from './tokens.ts';
import { type Answer, type Incoming, json, NOTHING, type Payload } from './wire.ts';

export interface WorldOptions {
  readonly revision?: Revision;
  /** Size of the population; 201 without it. */
  readonly users?: number;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  readonly variants?: readonly Variant[];
  readonly clock?: Clock;
  /** Before every answer, in milliseconds. */
  readonly latencyMs?: number;
  /** From a provisioning request's acceptance to its last operation's end, in milliseconds. */
  readonly processingMs?: number;
  /** From the end of an operation until its effect shows, in milliseconds. */
  readonly visibleMs?: number;
  /** Prefix of every path, such as `/tenant`; empty without it. */
  readonly basePath?: string;
  /** Scheme and host that locations begin with; without it the Host header decides. */
  readonly origin?: string;
  /** How the token endpoint behaves. */
  readonly tokens?: TokenOptions;
}

export interface World {
  readonly revision: Revision;
  readonly contract: MockContract;
  handle(incoming: Incoming): Promise<Answer>;
  /** The world's own error for a request that the network layer could not read. */
  refused(incoming: Incoming, status: number, detail: string): Promise<Answer>;
  /** How often each fault and variant really changed something. */
  readonly applied: ReadonlyMap<string, number>;
  /** Requests so far. */
  readonly requests: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const LONGEST_TARGET = 8_192;

interface Served {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload: Payload;
}

function written(result: Written | Refusal): Served | Refusal {
  return isRefusal(result) ? result : { ...result, payload: json(result.body) };
}

function isBrokenQuery(query: string): boolean {
  try {
    decodeURIComponent(query);
    return false;
  } catch {
    return true;
  }
}

/** A new world, as cheap as its users: they are made when somebody looks at them. */
export function createWorld(options: WorldOptions = {}): World {
  const { revision = DEFAULT_REVISION, users = 201, seed = 1, clock = systemClock, basePath = '' } = options;
  const contract: MockContract = loadContract(revision);
  const hooks = new Hooks(revision, options.faults ?? [], options.variants ?? []);
  const cast = castOf(contract, seed, users);
  const fixed = hooks.has('population')
    ? hooks.run(
        'population',
        Array.from({ length: users }, (_, position) => cast.at(position)),
        { revision, contract },
      )
    : undefined;
  const directory = new Directory(cast, seed, fixed);
  const writer = new Writer(revision, contract.operation('getUser').path);
  const provisioning = new Provisioning(
    { contract, directory, seed },
    { processingMs: options.processingMs ?? 30, visibleMs: options.visibleMs ?? 20 },
  );
  const routes = routesOf(contract);
  const tokens = new Tokens(options.tokens ?? {}, seed);
  let requests = 0;

  const originOf = (incoming: Incoming): string =>
    `${options.origin ?? `http://${incoming.headers.host ?? 'localhost'}`}${basePath}`;

  const sceneOf = (incoming: Incoming, routing: Routing, query: string): Scene => {
    const now = clock.now();
    return {
      revision,
      contract,
      now,
      request: incoming,
      sequence: requests,
      operation: routing.operation,
      params: routing.params,
      query: new URLSearchParams(query),
      everyone: () => directory.everyone(now),
      find: (id) => directory.shown(id, 'lookup', now),
    };
  };

  const serve = (ground: Ground, scene: Scene): Served | Refusal => {
    const served = (payload: Payload | Refusal) => (isRefusal(payload) ? payload : { status: 200, payload });
    if (scene.operation === 'listUsers') return served(list(ground, scene));
    if (scene.operation === 'getUser') return served(lookup(ground, scene));
    if (scene.operation === 'bulk') return written(provisioning.bulk(ground, scene));
    if (scene.operation === 'getProvisionStatus') return written(provisioning.status(ground, scene));
    const described = scene.operation === undefined ? undefined : discover(ground, scene.operation);
    if (described !== undefined) return { status: 200, payload: json(described) };
    return written(provisioning.single(ground, scene));
  };

  const decide = (ground: Ground, scene: Scene, routing: Routing, query: string): Served | Refusal => {
    if (scene.request.target.length > LONGEST_TARGET) return refuse(414, 'The URL is too long.');
    if (routing.operation === undefined) return routing.refusal ?? refuse(404, 'There is no such resource.');
    const needed = contract.operation(routing.operation).scopes;
    const token = tokens.nameOf(scene.request.headers.authorization, scene.now);
    const permitted = hooks.run('authorize', authorize(contract, token, needed), {
      ...scene,
      token: token === 'unknown' ? undefined : token,
      needed,
    });
    if (permitted !== 'allowed') return permitted;
    if (routing.refusal) return routing.refusal;
    if (isBrokenQuery(query)) return refuse(400, 'The query is not percent-encoded as a URL must be.');
    return serve(ground, scene);
  };

  const finish = async (scene: Scene, family: Family, result: Served | Refusal): Promise<Answer> => {
    const headers = {
      'concur-correlationid': scene.request.headers['concur-correlationid'] ?? uuidOf(seed, 99, scene.sequence),
    };
    let answer: Answer;
    if (isRefusal(result)) {
      const refusal = hooks.run('refuse', result, scene);
      const body = hooks.run('error', errorBody(refusal, family), { ...scene, refusal, family });
      const more = { ...headers, 'content-type': JSON_TYPE, ...refusal.headers };
      answer = { status: refusal.status, headers: more, payload: json(body) };
    } else {
      const more = { ...headers, 'content-type': JSON_TYPE, ...result.headers };
      answer = { status: result.status, headers: more, payload: result.payload };
    }
    if (scene.request.method === 'HEAD') answer = { ...answer, payload: NOTHING };
    const last = hooks.run('answer', answer, scene);
    const wait = (options.latencyMs ?? 0) + (last.delayMs ?? 0);
    if (wait > 0) await clock.sleep(wait);
    return last;
  };

  const begin = (incoming: Incoming) => {
    requests += 1;
    const [path = '', ...rest] = incoming.target.split('?');
    const query = rest.join('?');
    const inside = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '';
    const routing = routeOf(routes, incoming.method, inside);
    const scene = sceneOf(incoming, routing, query);
    const ground: Ground = { contract, hooks, directory, writer, seed, origin: originOf(incoming) };
    return { ground, scene, routing, query };
  };

  return {
    revision,
    contract,
    applied: hooks.applied,
    get requests() {
      return requests;
    },
    async handle(incoming) {
      const path = incoming.target.split('?')[0]?.slice(basePath.length) ?? '';
      const issued = tokens.answer(incoming, path, clock.now(), originOf(incoming));
      if (issued) return issued;
      const { ground, scene, routing, query } = begin(incoming);
      provisioning.settle(ground, scene);
      return finish(scene, routing.family, decide(ground, scene, routing, query));
    },
    async refused(incoming, status, detail) {
      const { scene, routing } = begin(incoming);
      return finish(scene, routing.family, refuse(status, detail));
    },
  };
}
