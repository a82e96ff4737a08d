import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { id } from '../shared/ids.js';
import { Problem } from '../shared/problems.js';

const pathParams = z.record(z.string(), z.string());

/** The id in an address; anything that is none is simply not found. */
export function readId(request: FastifyRequest, name: string): string {
  const parsed = id.safeParse(pathParams.safeParse(request.params).data?.[name]);
  if (!parsed.success) throw new Problem('not-found');
  return parsed.data;
}

/** A cursor from the address, where there is one. */
export function readCursor(request: FastifyRequest): { cursor?: string } {
  const { cursor } = z.object({ cursor: z.string().max(400).optional() }).parse(request.query);
  return cursor === undefined ? {} : { cursor };
}

/** The address of the next page of a list; undefined on its last one. */
export function nextPage(
  path: string,
  nextCursor: string | null,
  filters: Readonly<Record<string, string>> = {},
): string | undefined {
  return nextCursor === null
    ? undefined
    : `${path}?${new URLSearchParams({ ...filters, cursor: nextCursor }).toString()}`;
}

/** An address inside the portal; anything else leads home, so that no link sends people elsewhere. */
export function insidePath(path: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}
