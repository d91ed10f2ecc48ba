/**
 * Writes on one subject, one after the other: each step starts from what the last one left. A chain is made once a run
 * and many cases look at its steps. Judges nothing.
 */

import type { Assertion } from '../../src/checks/consistency/assertion.ts';
import { after, arrives, type Change, userOf } from '../../src/checks/consistency/effect.ts';
import { operationAt } from '../../src/checks/provisioning/submission.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { cannotJudge, type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type Planned, patching, readBack, readUser, type SubmitOptions, submit } from './flow.cases.ts';
import { markerOf, type Sample } from './sample.cases.ts';
import { creationOf, type Found, type Subject, type SubjectName, subjectOf } from './subjects.cases.ts';

export interface StepScene {
  readonly subject: Subject;
  readonly userId: string;
  readonly before: JsonObject;
  readonly sample: Sample;
  /** A value that only this step uses. */
  readonly marker: string;
  /** Another user of this run, who may be referred to. */
  readonly colleague: string | undefined;
}

export interface StepPlan {
  readonly id: string;
  /** A noun phrase for messages: "The PATCH of an attribute by its path". */
  readonly what: string;
  readonly mode?: 'arrive' | 'stay';
  /** Why this target cannot be asked, or what to send and what it asks for. */
  readonly plan: (scene: StepScene) => string | StepRequest;
}

export interface StepRequest {
  /** The patch operations, or a whole operation of another kind. */
  readonly send: readonly JsonObject[] | Planned;
  readonly asserted: readonly Assertion[];
  readonly options?: SubmitOptions;
}

export type Step = { readonly change: Change } | { readonly missing: Finding };
export type Chain = ReadonlyMap<string, Step>;

const isPlanned = (send: readonly JsonObject[] | Planned): send is Planned => 'method' in send;

/** What has to happen on the subject before a chain may begin: gives the user as it is then, or why not to begin. */
export type Prepare = (session: Session) => Promise<{ readonly user?: JsonObject } | Finding>;

export interface ChainOptions {
  readonly prepare?: Prepare;
  /** Whose subject to go on with where there is none of its own, and what has to be over on it first; in this order. */
  readonly hosts?: readonly Host[];
}

export interface Host {
  readonly name: SubjectName;
  readonly done: (session: Session) => Promise<unknown>;
}

/** The subject of that name; where the run has none, the subject of another chain, as that chain left it. */
export async function hostedBy(session: Session, name: SubjectName, ...hosts: readonly Host[]): Promise<Found> {
  const own = await subjectOf(session, name);
  if ('subject' in own) return own;
  for (const host of hosts) {
    const other = await subjectOf(session, host.name);
    if ('missing' in other) continue;
    await host.done(session);
    const { subject } = other;
    return { subject: { ...subject, user: userOf(await readUser(session, subject.userId)) ?? subject.user } };
  }
  return own;
}

/** The steps on one subject, in order. The first one is the plainest: where it fails to arrive, the rest is pointless. */
export function chainOf(
  session: Session,
  name: SubjectName,
  steps: readonly StepPlan[],
  { prepare = async () => ({}), hosts = [] }: ChainOptions = {},
): Promise<Chain> {
  return session.shared(`provisioning chain ${name} ${steps[0]?.id ?? ''}`, async (own) => {
    const { sample, submission, users } = await creationOf(own);
    const found = await hostedBy(own, name, ...hosts);
    const self = 'subject' in found ? found.subject.userId : undefined;
    const others = users.flatMap(({ index }) => (submission && operationAt(submission, index)?.resourceId) ?? []);
    const colleague = others.find((id) => id !== self);
    const chain = new Map<string, Step>();
    let stop: Finding | undefined = 'missing' in found ? found.missing : undefined;
    const prepared = stop ?? (await prepare(own));
    if ('verdict' in prepared) stop = prepared;
    const user = 'verdict' in prepared ? undefined : prepared.user;
    let before = user ?? ('subject' in found ? found.subject.user : undefined);
    for (const [number, step] of steps.entries()) {
      if (stop || !before || !('subject' in found)) {
        chain.set(step.id, { missing: stop ?? unmet('the user is not known') });
        continue;
      }
      const marker = markerOf(own, `${name}${number + 1}`);
      const { subject } = found;
      const scene = { subject, userId: subject.userId, before, sample, marker, colleague };
      const made = await take(own, step, scene);
      chain.set(step.id, made);
      if ('missing' in made) continue;
      before = after(made.change) ?? before;
      stop = ending(made.change, number === 0 && step.mode !== 'stay');
    }
    return chain;
  });
}

async function take(session: Session, step: StepPlan, scene: StepScene): Promise<Step> {
  const request = step.plan(scene);
  if (typeof request === 'string') return { missing: notExercised(request) };
  const { send, asserted, options } = request;
  const planned = isPlanned(send) ? send : patching(scene.userId, `${step.id}-1`, send);
  const submission = await submit(session, [planned], options);
  const { what, mode = 'arrive' } = step;
  const { userId, before } = scene;
  return { change: await readBack(session, submission, { what, userId, before, asserted, mode, form: true }) };
}

/** Why no further step can be taken on the subject. */
function ending(change: Change, first: boolean): Finding | undefined {
  const { end, detail } = change.submission;
  if (end === 'unfinished') return cannotJudge('not-converged', `an earlier write on the user did not end: ${detail}`);
  if (end === 'unreadable' || end === 'unnamed')
    return unmet(`an earlier write on the user was lost sight of: ${detail}`);
  if (first && arrives(change).verdict === 'fail')
    return unmet('the plainest change of the same user does not arrive either');
  return undefined;
}

export interface StepCase {
  readonly requirement: string;
  readonly name: string;
  readonly chain: (session: Session) => Promise<Chain>;
  readonly step: string;
  readonly expect: (change: Change, chain: Chain) => Finding;
}

/** A case over one step of a chain. */
export function stepCase({ requirement, name, chain, step, expect }: StepCase): Case {
  return defineCase({
    requirement,
    name,
    writes: true,
    probe: chain,
    expect: (made) => {
      const found = made.get(step);
      if (!found) return unmet(`the run has no step "${step}"`);
      return 'missing' in found ? found.missing : expect(found.change, made);
    },
  });
}

/** How the effect of another step came out; for forms that are judged against the plainest change. */
export function arrivalOf(chain: Chain, step: string): Finding {
  const found = chain.get(step);
  if (!found) return unmet(`the run has no step "${step}"`);
  return 'missing' in found ? found.missing : arrives(found.change);
}
