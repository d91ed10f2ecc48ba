/**
 * Whether there is ground to stand on, before anything is judged: one cheap read. A 404, HTML, a 5xx or a body that
 * cannot be read is an answer and is judged later; throttling is for each case to say. Only silence and a refused token
 * end a run here.
 */

import type { Contract } from '../contract/contract.ts';
import { troubleOf } from '../http/trouble.ts';
import { NoGroundError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Sender } from './desk.ts';
import type { Engine } from './engine.ts';
import { Interruption } from './interruption.ts';

/** On whose behalf questions about the ground are asked. */
export const GROUND: Sender = { area: 'envelope', requirement: 'ground' };

/** The read itself, the same for a run and for `doctor`. */
export function askGround(engine: Engine, contract: Contract): Promise<Exchange> {
  return engine.desk.send(GROUND, 'listUsers', { query: { startIndex: 1, [contract.pageSize.name]: 1 } });
}

/** Throws a NoGroundError when nothing answers or the company token is refused. */
export async function checkGround(
  engine: Engine,
  contract: Contract,
  baseUrl: string,
  words: {
    /** What the company token comes from. */
    readonly credential: string;
    /** Takes secrets out of what came over the wire. */
    readonly hide: (text: string) => string;
  },
): Promise<void> {
  try {
    const { response } = await askGround(engine, contract);
    if (response.status !== 401 && response.status !== 403) return;
    throw new NoGroundError(
      `${baseUrl} refused the company token with ${response.status}, so nothing can be judged`,
      `Check that ${words.credential} gives a current token with the scope ${scopesText(contract)}. ` +
        '"spend-conformance doctor" asks one question after the other.',
    );
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    if (error.reason !== 'unreachable' || error.facts.answered) return;
    throw new NoGroundError(
      `${baseUrl} cannot be reached: ${words.hide(error.message)}`,
      troubleOf(error.facts.code ?? '').todo,
      error,
    );
  }
}

function scopesText(contract: Contract): string {
  return contract.operation('listUsers').scopes.join(' and ');
}
