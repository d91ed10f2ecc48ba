/** Counts of what was sent, by area, operation and requirement. */

import type { OperationStatistics } from '../model/report.ts';
import type { Area, OperationId } from '../model/requirement.ts';
import type { Sent } from './desk.ts';

export interface AreaTally {
  readonly requests: number;
  readonly requestMs: number;
  /** From its first request to its last response, in milliseconds. */
  readonly wallMs: number;
}

export interface Tallies {
  count(sent: Sent): void;
  readonly bytes: number;
  readonly perOperation: ReadonlyMap<OperationId, OperationStatistics>;
  readonly perArea: ReadonlyMap<Area, AreaTally>;
  readonly perRequirement: ReadonlyMap<string, number>;
}

export function createTallies(): Tallies {
  const perOperation = new Map<OperationId, OperationStatistics>();
  const perArea = new Map<Area, AreaTally & { readonly since: number }>();
  const perRequirement = new Map<string, number>();
  let bytes = 0;
  return {
    count({ exchange, sender }) {
      bytes += exchange.response.bytes;
      const operation = perOperation.get(exchange.operation) ?? { requests: 0, bytes: 0, requestMs: 0 };
      perOperation.set(exchange.operation, {
        requests: operation.requests + 1,
        bytes: operation.bytes + exchange.response.bytes,
        requestMs: operation.requestMs + exchange.ms,
      });
      const area = perArea.get(sender.area) ?? { requests: 0, requestMs: 0, wallMs: 0, since: exchange.startedAt };
      const since = Math.min(area.since, exchange.startedAt);
      const until = Math.max(area.since + area.wallMs, exchange.startedAt + exchange.ms);
      perArea.set(sender.area, {
        requests: area.requests + 1,
        requestMs: area.requestMs + exchange.ms,
        wallMs: until - since,
        since,
      });
      perRequirement.set(sender.requirement, (perRequirement.get(sender.requirement) ?? 0) + 1);
    },
    get bytes() {
      return bytes;
    },
    perOperation,
    perArea,
    perRequirement,
  };
}
