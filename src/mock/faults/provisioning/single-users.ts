/** Bugs of the endpoints that create, change or replace one user: their answers, and where they say the status is. */

import { isArray } from '../../../model/json.ts';
import { type Fault, isRefusal, refuse, withHeader } from '../../fault.ts';
import { within, without } from './writing.ts';

export const faults: readonly Fault[] = [
  {
    id: 'users-patch-not-implemented',
    violates: 'provisioning.users-accepted',
    seenAs: /answered with 501/,
    summary: 'PATCH of a single user was left to Bulk.',
    wire: 'PATCH to one user gives 501.',
    corrupt: {
      accept: (value, at) => (at.operation === 'patchUser' && !isRefusal(value) ? refuse(501, 'Use Bulk.') : value),
    },
  },
  {
    id: 'users-created-200',
    violates: 'provisioning.users-status',
    seenAs: /answered with 200/,
    summary: 'One handler answers all three methods with the same status.',
    wire: 'POST to Users is answered with 200.',
    closure: [
      {
        requirement: 'provisioning.users-location',
        why: 'A Location header is asked of an answer with status 201 alone.',
      },
    ],
    revisions: ['2024-03', '2026-05'],
    corrupt: {
      answer: (value, at) =>
        at.operation === 'createUser' && value.status === 201 ? { ...value, status: 200 } : value,
    },
  },
  {
    id: 'users-created-without-location',
    violates: 'provisioning.users-location',
    summary: 'The framework sets Location on redirects only.',
    wire: 'POST to Users gives 201 without a Location header.',
    corrupt: {
      answer: (value, at) =>
        at.operation === 'createUser' && value.status === 201 ? withHeader(value, 'location', undefined) : value,
    },
  },
  {
    id: 'users-status-url-of-user',
    violates: 'provisioning.users-status-url',
    summary: 'The statusUrl is built with the id of the user.',
    wire: 'meta.statusUrl names the user, meta.provisionId the provision.',
    corrupt: {
      usersResponse: (value, at) =>
        within(value, 'meta', {
          statusUrl: `https://host/profile/v4/provisions/${String(value.id ?? at.provision.kind)}/status`,
        }),
    },
  },
  {
    id: 'users-status-url-missing',
    violates: 'provisioning.users-response-schema',
    summary: 'An update is answered before it is known where its status will be.',
    wire: 'The answer to PATCH of one user has no meta.statusUrl.',
    corrupt: {
      usersResponse: (value, at) =>
        at.operation === 'patchUser' && typeof value.meta === 'object' && value.meta !== null && !isArray(value.meta)
          ? { ...value, meta: without({ ...value.meta }, 'statusUrl') }
          : value,
    },
  },
];
