import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../shared/problems.js';

/** Where a list goes on: the sort keys of the last row shown. */
export type CursorPosition = readonly string[];

export interface CursorSigner {
  /**
   * An opaque, signed text for `nextCursor`. `list` names list, sort and filters, so that a cursor fits only where it
   * came from.
   */
  sign(list: string, position: CursorPosition): string;
  /** @throws Problem `invalid-cursor` */
  read(list: string, cursor: string): CursorPosition;
}

const position = z.array(z.string()).min(1).max(5);
const SIGNATURE_BYTES = 16;

/** Keyset cursors: pages stay stable while data change, and nobody can forge a position. */
export function createCursorSigner(key: Buffer): CursorSigner {
  const signatureOf = (list: string, body: string) =>
    createHmac('sha256', key).update(`${list}\n${body}`).digest().subarray(0, SIGNATURE_BYTES);
  return {
    sign(list, at) {
      const body = Buffer.from(JSON.stringify(at)).toString('base64url');
      return `${body}.${signatureOf(list, body).toString('base64url')}`;
    },
    read(list, cursor) {
      const [body = '', signature = ''] = cursor.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = signatureOf(list, body);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusal();
      return position.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    },
  };
}

function refusal(): Problem {
  const detail = 'Use the nextCursor of a list with the same filters and sort, unchanged.';
  return new Problem('invalid-cursor', { detail, errors: [{ pointer: '/cursor', detail }] });
}

/** Cuts one row too many off a page and makes the cursor of the next one. */
export function toPage<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (last: T) => string,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
