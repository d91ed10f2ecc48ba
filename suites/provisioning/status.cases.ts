/** Rules that every status document of the run must keep; each is held against every read, whoever made it. */

import {
  codesAsText,
  idOfPath,
  knownResults,
  locationOfId,
  locationOfOrigin,
  operationsUnasked,
} from '../../src/checks/provisioning/status-document.ts';
import { schemaCase } from '../../src/checks/schema.ts';
import { type Case, defineStanding } from '../../src/harness/case.ts';
import { brokenCreation } from './creation.cases.ts';
import { singleChain } from './single.cases.ts';
import { creationOf } from './subjects.cases.ts';

export function statusCases(): readonly Case[] {
  const every = { name: 'every status read', provoke: creationOf, writes: true };
  return [
    defineStanding({ requirement: 'provisioning.status-id', inspect: idOfPath, ...every }),
    defineStanding({ requirement: 'provisioning.status-location', inspect: locationOfId, ...every }),
    defineStanding({ requirement: 'provisioning.status-location-origin', inspect: locationOfOrigin, ...every }),
    defineStanding({ requirement: 'provisioning.status-operations-unasked', inspect: operationsUnasked, ...every }),
    defineStanding({ requirement: 'provisioning.status-results', inspect: knownResults, ...every }),
    defineStanding({ requirement: 'provisioning.status-codes', inspect: codesAsText, ...every }),
    defineStanding({ ...schemaCase('provisioning.status-schema', creationOf), writes: true }),
    defineStanding({ ...schemaCase('provisioning.status-messages', brokenCreation), writes: true }),
    defineStanding({ ...schemaCase('provisioning.users-response-schema', singleChain), writes: true }),
  ];
}
