/**
 * Accepts provisioning requests, carries them out when their time has come, and answers for them. There is no timer: what
 * is due by the world's clock is done when the next request arrives, so that a run is deterministic on any clock.
 */

import type { JsonObject } from '../../model/json.ts';
import type { Ground } from '../ground.ts';
import type { Person } from '../person.ts';
import { uuidOf } from '../population/random.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import type { Acceptance, OperationOutcome, OperationScene, Provision, ProvisionOperation, Scene } from '../scene.ts';
import { readBulk, readSingle } from './accept.ts';
import { carryOut } from './process.ts';
import { readStatusQuery, statusDocument } from './status.ts';
import { identityLocation, usersBody } from './users-body.ts';
import { Validator } from './validate.ts';

export interface Timing {
  /** From acceptance to the last operation's end, in milliseconds. */
  readonly processingMs: number;
  /** From an operation's end until its effect shows, in milliseconds. */
  readonly visibleMs: number;
}

interface Ongoing extends Provision {
  readonly outcomes: Map<number, { readonly outcome: OperationOutcome; readonly at: number }>;
  readonly due: { readonly task: ProvisionOperation; readonly at: number }[];
  failures: number;
  /** Somebody has read the status. */
  looked: boolean;
}

/**
 * The last of several operations waits until somebody has looked at the status, at most this long: on a fast network
 * nobody would ever see a request half done.
 */
const PATIENCE_MS = 1_000;

/** When the next operation of a request is carried out. */
function nextOf(provision: Ongoing): { readonly task: ProvisionOperation; readonly at: number } | undefined {
  const [next] = provision.due;
  const waits = provision.due.length === 1 && provision.acceptance.operations.length > 1 && !provision.looked;
  return next && waits ? { ...next, at: next.at + PATIENCE_MS } : next;
}

export interface Written {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export class Provisioning {
  readonly #timing: Timing;
  readonly #validator: Validator;
  readonly #seed: number;
  readonly #provisions = new Map<string, Ongoing>();
  /** Those with something left to do. */
  readonly #running = new Set<Ongoing>();

  constructor(ground: Pick<Ground, 'contract' | 'directory' | 'seed'>, timing: Timing) {
    this.#timing = timing;
    this.#seed = ground.seed;
    this.#validator = new Validator(ground.contract, ground.directory);
  }

  bulk(ground: Ground, scene: Scene): Written | Refusal {
    const acceptance = ground.hooks.run('accept', readBulk(scene), scene);
    if (isRefusal(acceptance)) return acceptance;
    const provision = this.#begin(ground, scene, 'Bulk', acceptance);
    const document = statusDocument(provision, this.#location(ground, scene, provision), undefined);
    return { status: 202, body: ground.hooks.run('status', document, { ...scene, provision, moment: 'accepted' }) };
  }

  /** POST, PATCH or PUT of one user: what the identity service knows at once is refused at once. */
  single(ground: Ground, scene: Scene): Written | Refusal {
    const read = readSingle(scene);
    const known = isRefusal(read) ? read : (this.#refusedAtOnce(ground, read) ?? read);
    const acceptance = ground.hooks.run('accept', known, scene);
    if (isRefusal(acceptance)) return acceptance;
    const provision = this.#begin(ground, scene, 'User', acceptance);
    const [task] = acceptance.operations;
    const before = task?.userId === undefined ? undefined : ground.directory.stored(task.userId);
    const userId = before?.id ?? this.#freshId(provision.id, 1);
    const statusUrl = this.#location(ground, scene, provision);
    const body = usersBody(ground, scene, { task, before, userId, statusUrl, provisionId: provision.id });
    const answer = ground.hooks.run('usersResponse', body, { ...scene, provision });
    if (before !== undefined) return { status: 200, body: answer };
    return { status: 201, headers: { location: identityLocation(ground, userId) }, body: answer };
  }

  #refusedAtOnce(ground: Ground, acceptance: Acceptance): Refusal | undefined {
    const [task] = acceptance.operations;
    if (task === undefined) return undefined;
    if (task.userId !== undefined && ground.directory.stored(task.userId) === undefined) {
      return refuse(404, 'There is no such user.');
    }
    const { userName } = task.data;
    if (task.method === 'PATCH') return undefined;
    if (typeof userName !== 'string' || userName === '')
      return refuse(400, 'A userName is required.', { scimType: 'invalidValue' });
    const holder = ground.directory.byUserName(userName);
    const taken = holder !== undefined && holder.id !== task.userId;
    return taken ? refuse(409, 'The userName is taken.', { scimType: 'uniqueness' }) : undefined;
  }

  status(ground: Ground, scene: Scene): Written | Refusal {
    const found = this.#provisions.get((scene.params.id ?? '').toLowerCase());
    const provision = ground.hooks.run('provision', found, scene);
    if (provision === undefined) return refuse(404, 'There is no such provisioning request.');
    const query = readStatusQuery(scene.query);
    if (isRefusal(query)) return query;
    const document = statusDocument(provision, this.#location(ground, scene, provision), query);
    if (found !== undefined) found.looked = true;
    return { status: 200, body: ground.hooks.run('status', document, { ...scene, provision, moment: 'read' }) };
  }

  /** Does everything that is due by now, in the order of time. */
  settle(ground: Ground, scene: Scene): void {
    for (;;) {
      const due = [...this.#running].flatMap((provision) => {
        const next = nextOf(provision);
        return next !== undefined && next.at <= scene.now ? [{ provision, ...next }] : [];
      });
      const [first] = due.sort((a, b) => a.at - b.at);
      if (first === undefined) return;
      first.provision.due.shift();
      this.#carryOut(ground, scene, first.provision, first.task, first.at);
      if (first.provision.due.length > 0) continue;
      this.#running.delete(first.provision);
      this.#trim();
    }
  }

  #begin(ground: Ground, scene: Scene, kind: Provision['kind'], acceptance: Acceptance): Ongoing {
    const id = uuidOf(this.#seed, 77, this.#provisions.size + 1, scene.sequence);
    const sentId = scene.request.headers['concur-correlationid'];
    const provision: Ongoing = {
      id,
      kind,
      acceptedAt: scene.now,
      acceptance,
      correlationId: sentId ?? uuidOf(this.#seed, 78, scene.sequence),
      outcomes: new Map(),
      due: [],
      failures: 0,
      looked: false,
    };
    this.#provisions.set(id, provision);
    this.#running.add(provision);
    const step = this.#timing.processingMs / acceptance.operations.length;
    for (const task of acceptance.operations) {
      const at = ground.hooks.run('finish', scene.now + step * task.number, {
        ...scene,
        provision,
        number: task.number,
      });
      provision.due.push({ task, at });
    }
    return provision;
  }

  #freshId(provisionId: string, number: number): string {
    return uuidOf(this.#seed, 79, Number.parseInt(provisionId.slice(0, 8), 16), number);
  }

  #carryOut(ground: Ground, scene: Scene, provision: Ongoing, task: ProvisionOperation, at: number): void {
    const { directory, hooks } = ground;
    const before = task.userId === undefined ? undefined : directory.stored(task.userId);
    const stage: OperationScene = { ...scene, now: Math.round(at), provision, task, before };
    const { failOnErrors } = provision.acceptance;
    if (failOnErrors !== undefined && provision.failures >= failOnErrors) {
      provision.outcomes.set(task.number, { at, outcome: notProcessed(task) });
      return;
    }
    const carried = carryOut(ground, this.#validator, stage, this.#freshId(provision.id, task.number));
    const outcome = hooks.run('operation', carried.outcome, { ...stage, after: carried.after });
    if (!outcome.success) provision.failures += 1;
    provision.outcomes.set(task.number, { outcome, at });
    const changed: readonly Person[] = carried.after === undefined ? [] : [carried.after];
    for (const person of hooks.run('apply', changed, { ...stage, outcome })) {
      const shows = { lookup: at + this.#timing.visibleMs, list: at + this.#timing.visibleMs };
      const apply = { ...stage, outcome, after: person, processedAt: at };
      directory.store(person, hooks.run('visible', shows, apply));
    }
  }

  /** The status path of the family under which the request came. */
  #location(ground: Ground, scene: Scene, provision: Provision): string {
    const { path, otherPaths } = ground.contract.operation('getProvisionStatus');
    const root = /^\/[^/]*/.exec(new URL(scene.request.target, 'http://mock').pathname)?.[0] ?? '';
    const own = [path, ...otherPaths].find((one) => one.startsWith(`${root}/`)) ?? path;
    return `${ground.origin}${own.replace('{id}', provision.id)}`;
  }

  /** A status is kept for a week; here, for the last few thousand requests. */
  #trim(): void {
    for (const [id, provision] of this.#provisions) {
      if (this.#provisions.size <= 5_000) return;
      if (provision.due.length === 0) this.#provisions.delete(id);
    }
  }
}

function notProcessed(task: ProvisionOperation): OperationOutcome {
  const names = Object.keys(task.data).filter((key) => key.startsWith('urn:'));
  return {
    success: false,
    code: '424',
    userId: task.userId,
    extensions: names.map((name) => ({ name, success: false, code: '424', result: 'not-processed', messages: [] })),
  };
}
