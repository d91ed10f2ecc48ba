/** Counts of what was sent, by area, operation and requirement: every try is a request, and so is a control. */

import type { OperationStatistics } from '../model/report.ts';
import type { Area, OperationId } from '../model/requirement.ts';
import type { DeskListener } from './desk.ts';

export interface AreaTally {
  readonly requests: number;
  readonly requestMs: number;
  /** From its first request to its last response, in milliseconds. */
  readonly wallMs: number;
}

export interface Tallies extends DeskListener {
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
  const operationOf = (id: OperationId) => perOperation.get(id) ?? { requests: 0, bytes: 0, requestMs: 0 };
  const areaOf = (area: Area) =>
    perArea.get(area) ?? { requests: 0, requestMs: 0, wallMs: 0, since: Number.POSITIVE_INFINITY };
  return {
    attempt({ area, requirement }, id) {
      const operation = operationOf(id);
      perOperation.set(id, { ...operation, requests: operation.requests + 1 });
      const known = areaOf(area);
      perArea.set(area, { ...known, requests: known.requests + 1 });
      perRequirement.set(requirement, (perRequirement.get(requirement) ?? 0) + 1);
    },
    exchange({ exchange, sender }) {
      bytes += exchange.response.bytes;
      const operation = operationOf(exchange.operation);
      perOperation.set(exchange.operation, {
        ...operation,
        bytes: operation.bytes + exchange.response.bytes,
        requestMs: operation.requestMs + exchange.ms,
      });
      const area = areaOf(sender.area);
      const since = Math.min(area.since, exchange.startedAt);
      const before = Number.isFinite(area.since) ? area.since + area.wallMs : 0;
      const until = Math.max(before, exchange.startedAt + exchange.ms);
      perArea.set(sender.area, {
        ...area,
        requestMs: area.requestMs + exchange.ms,
        wallMs: until - since,
        since,
      });
    },
    get bytes() {
      return bytes;
    },
    perOperation,
    perArea,
    perRequirement,
  };
}
