/** The wire without a network: requests go straight into a mock world. Content coding does not happen here. */

import type { Transport } from '../http/transport.ts';
import { textOf } from '../mock/wire.ts';
import type { World } from '../mock/world.ts';

export const IN_PROCESS_ORIGIN = 'http://mock.invalid';

const encode = (text: string): Uint8Array => Buffer.from(text);

/** `bytesOf` may give the same bytes for the same text again. */
export function createInProcessTransport(world: World, bytesOf: (text: string) => Uint8Array = encode): Transport {
  return {
    async send(request) {
      const answer = await world.handle({
        method: request.method,
        target: request.url.slice(IN_PROCESS_ORIGIN.length) || '/',
        headers: { host: 'mock.invalid', ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
      });
      // HEAD has no body on a real wire, whatever the world answers.
      const text = request.method === 'HEAD' ? undefined : textOf(answer.payload);
      return { status: answer.status, headers: answer.headers, body: bytesOf(text ?? '') };
    },
    close: async () => {},
  };
}
