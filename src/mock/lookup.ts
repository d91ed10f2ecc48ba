/** One user by id. */

import { URN } from '../contract/contract.ts';
import type { Ground } from './ground.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import type { Scene } from './scene.ts';
import { json, type Payload, writtenJson } from './wire.ts';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function lookup(ground: Ground, scene: Scene): Payload | Refusal {
  const { hooks, directory, writer, origin } = ground;
  const id = scene.params.id ?? '';
  const found = UUID.test(id) ? directory.shown(id, 'lookup', scene.now) : undefined;
  const person = hooks.run('lookup', found, scene);
  if (isRefusal(person)) return person;
  if (person === undefined) return refuse(404, 'There is no such user.');
  const everyLimit = scene.query.get('attributes')?.toLowerCase().includes(URN.approverLimit.toLowerCase()) ?? false;
  if (!everyLimit && !hooks.has('resource')) return writtenJson(writer.text(person, origin));
  const resource = writer.resource(person, origin, everyLimit);
  return json(hooks.run('resource', resource, { ...scene, view: 'lookup', person }));
}
