import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { ProxyTrust } from '../config.js';
import { memberOf, readAddress } from '../platform/addresses.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the caller sits, as the trusted proxies say it; always an address, in the form of `readAddress`. */
    readonly address: string;
  }
}

/**
 * Which hops on the way to us are believed, as the framework asks: the peer is hop 0, and the first that is not
 * believed is the caller.
 */
export function trustedHops(trust: ProxyTrust): (address: string, hop: number) => boolean {
  if ('hops' in trust) return (_address, hop) => hop < trust.hops;
  const isTrusted = memberOf(trust.networks);
  return (text) => {
    const address = readAddress(text);
    return address !== undefined && isTrusted(address);
  };
}

/** What a header says that is no address is nobody's: then the caller is the peer, which the connection knows. */
function addressOf({ ip, socket }: FastifyRequest): string {
  return readAddress(ip) ?? readAddress(socket.remoteAddress ?? '') ?? '';
}

/** Gives each request the address of its caller; nothing else of the product reads `ip`. */
export const callerAddress = fastifyPlugin(
  async (app) => {
    app.decorateRequest('address', {
      getter(this: FastifyRequest) {
        return addressOf(this);
      },
    });
  },
  { name: 'caller-address' },
);
