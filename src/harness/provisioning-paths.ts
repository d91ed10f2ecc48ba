/**
 * Which of the documented paths of the provisioning operations a target serves (ruling 3). Asked with a body that is
 * no JSON, so that nothing can be written; the revision's own path wins wherever it answers at all.
 */

import type { Contract } from '../contract/contract.ts';
import type { OperationId } from '../model/requirement.ts';
import type { Desk, Sender } from './desk.ts';

/** What it sends goes to paths that need not exist, so that no rule speaks of the answers. */
export const PATH_PROBE: Sender = { area: 'provisioning', requirement: 'provisioning.bulk-path' };
/** What a server answers where no such endpoint exists. */
const ABSENT = new Set([404, 405, 501]);
const FAMILY: readonly OperationId[] = ['bulk', 'getProvisionStatus', 'createUser', 'patchUser', 'replaceUser'];

export async function chooseProvisioningPaths(
  desk: Desk,
  contract: Contract,
  configured: Readonly<Partial<Record<OperationId, string>>>,
): Promise<void> {
  if (configured.bulk !== undefined || !contract.offers('bulk')) return;
  if (await serves(desk)) return;
  for (const other of contract.operation('bulk').otherPaths) {
    desk.usePaths({ bulk: other });
    if (await serves(desk)) {
      desk.usePaths(siblingsOf(other, contract, configured));
      return;
    }
  }
  desk.usePaths({ bulk: undefined });
}

async function serves(desk: Desk): Promise<boolean> {
  const { response } = await desk.send(PATH_PROBE, 'bulk', { body: '{' });
  return !ABSENT.has(response.status);
}

/** The paths of the same family: those that begin as the Bulk path does. */
function siblingsOf(
  bulk: string,
  contract: Contract,
  configured: Readonly<Partial<Record<OperationId, string>>>,
): Partial<Record<OperationId, string>> {
  const prefix = bulk.replace(/\/Bulk\/?$/, '/');
  const paths: Partial<Record<OperationId, string>> = {};
  for (const id of FAMILY) {
    if (configured[id] !== undefined || !contract.offers(id)) continue;
    const operation = contract.operation(id);
    const path = [operation.path, ...operation.otherPaths].find((one) => one.startsWith(prefix));
    if (path !== undefined) paths[id] = path;
  }
  return paths;
}
