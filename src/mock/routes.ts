/** Which operation a raw path means. Works on the path as sent: each segment is decoded alone, so `%2F` divides nothing. */

import { OPERATIONS, type OperationId } from '../model/requirement.ts';
import type { Family } from './errors.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { MockContract } from './scene.ts';

interface Route {
  readonly id: OperationId;
  readonly method: string;
  readonly segments: readonly string[];
  readonly family: Family;
}

export interface Routing {
  readonly operation: OperationId | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly family: Family;
  readonly refusal?: Refusal;
}

export function routesOf(contract: MockContract): readonly Route[] {
  return OPERATIONS.filter((id) => contract.offers(id)).flatMap((id) => {
    const { method, path, otherPaths, family } = contract.operation(id);
    return [path, ...otherPaths].map((one) => ({ id, method, segments: one.split('/').slice(1), family }));
  });
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Path parameters where the route fits the segments; a parameter is never empty. */
function paramsOf(route: Route, segments: readonly string[]): Record<string, string> | undefined {
  if (route.segments.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of route.segments.entries()) {
    const given = segments[index] ?? '';
    const name = /^\{(.+)\}$/.exec(wanted)?.[1];
    if (name === undefined && given !== wanted) return undefined;
    if (name !== undefined) {
      if (given === '') return undefined;
      params[name] = given;
    }
  }
  return params;
}

/** The family a path belongs to, for errors on paths that nothing serves. */
function familyOf(path: string): Family {
  return path.includes('/spend/') ? 'retrieval' : 'provisioning';
}

export function routeOf(routes: readonly Route[], method: string, path: string): Routing {
  const segments = path.split('/').slice(1).map(decoded);
  const family = familyOf(path);
  const readable = segments.filter((one) => one !== undefined);
  if (readable.length !== segments.length) {
    const refusal = refuse(400, 'The path is not percent-encoded as a URL must be.', { scimType: 'invalidPath' });
    return { operation: undefined, params: {}, family, refusal };
  }
  // A literal segment (roleCodes) wins over a parameter.
  const fitting = routes
    .flatMap((route) => {
      const params = paramsOf(route, readable);
      return params === undefined ? [] : [{ route, params }];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const verb = method === 'HEAD' ? 'GET' : method;
  const exact = fitting.find(({ route }) => route.method === verb);
  if (exact) return { operation: exact.route.id, params: exact.params, family: exact.route.family };
  const [other] = fitting;
  if (other === undefined) {
    return { operation: undefined, params: {}, family, refusal: refuse(404, 'There is no such resource.') };
  }
  const allowed = [...new Set(fitting.map(({ route }) => route.method))].join(', ');
  return {
    operation: other.route.id,
    params: other.params,
    family: other.route.family,
    refusal: refuse(405, 'The resource does not support this method.', { headers: { allow: allowed } }),
  };
}
