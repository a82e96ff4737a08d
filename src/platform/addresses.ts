import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

const IPV4_MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
/** Sixteen bits each; a network of one subscriber is the first four (RFC 6177). */
const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/** IPv6 in its one short form, in hexadecimal throughout. */
function shortest(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/**
 * The address in a text, in the one form in which addresses are kept and compared: no port, no zone, IPv4 where IPv6
 * carries it. Undefined for a text that is none.
 */
export function readAddress(text: string): string | undefined {
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? [];
  const [, withPort] = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text) ?? [];
  const [address = ''] = (bracketed ?? withPort ?? text).split('%', 1);
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  const short = shortest(address);
  const [, high, low] = IPV4_MAPPED.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

/**
 * What belongs to one subscriber: an IPv4 address itself, of IPv6 the /64.
 * @param address - as `readAddress` gives it
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = Array.from({ length: GROUPS - first.length - last.length }, () => '0');
  return `${shortest(`${[...first, ...between, ...last].slice(0, GROUPS_OF_NETWORK).join(':')}::`)}/64`;
}

/** A network, by its address and the bits that its members have in common. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads `10.0.0.0/8` or a single address; undefined for anything else, and for everybody (`/0`). */
export function readNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (bits === 0 || rest.length > 0 || prefix < 1 || prefix > bits) return undefined;
  return { address, prefix, family: bits === 32 ? 'ipv4' : 'ipv6' };
}

/** Whether an address, as `readAddress` gives it, lies in one of the networks. */
export function memberOf(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
