/** What POST, PATCH and PUT /Users answer: the identity as the request leaves it, and where its status is (ruling 152). */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Ground } from '../ground.ts';
import type { Person } from '../person.ts';
import { isRefusal } from '../refusal.ts';
import type { ProvisionOperation, Scene } from '../scene.ts';
import { documentOf } from './document.ts';
import { patched } from './patch.ts';

export interface UserWritten {
  readonly task: ProvisionOperation | undefined;
  readonly before: Person | undefined;
  readonly userId: string;
  readonly statusUrl: string;
  readonly provisionId: string;
}

export function usersBody(ground: Ground, scene: Scene, written: UserWritten): JsonObject {
  const { task, before, userId, statusUrl, provisionId } = written;
  const now = new Date(scene.now).toISOString();
  return {
    schemas: [URN.coreUser, URN.enterpriseUser],
    id: userId,
    ...identityAfter(task, before),
    meta: {
      resourceType: 'User',
      created: before === undefined ? now : new Date(before.modified).toISOString(),
      lastModified: now,
      version: (before?.version ?? -1) + 1,
      location: identityLocation(ground, userId),
      statusUrl,
      provisionId,
    },
  };
}

/** Where the identity service keeps the user; the spend API has no resource of this name. */
export function identityLocation(ground: Ground, userId: string): string {
  return `${ground.origin}/profile/identity/v4/Users/${userId}`;
}

/** Identity members alone: spend data is not part of this answer. */
function identityAfter(task: ProvisionOperation | undefined, before: Person | undefined): JsonObject {
  let document = before === undefined ? {} : documentOf(before);
  if (task?.method === 'PATCH') {
    const steps = isArray(task.data.Operations) ? task.data.Operations.filter(isObject) : [];
    for (const { op, path, value } of steps) {
      const step = { op: String(op), path: typeof path === 'string' ? path : undefined, value };
      const next = patched(step, document, [URN.enterpriseUser]);
      if (!isRefusal(next)) document = next;
    }
  } else if (task !== undefined) document = task.data;
  const kept = Object.entries(document).filter(
    ([key]) =>
      !['schemas', 'id', 'meta', 'Operations'].includes(key) && (!key.startsWith('urn:') || key === URN.enterpriseUser),
  );
  return Object.fromEntries<Json>(kept);
}
