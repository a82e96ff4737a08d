import type { FastifyInstance } from 'fastify';
import { readJson, requireUtf8 } from './json-body.js';

/** What a request of this size costs is read, checked and answered before anybody notices. */
export const LARGE_BODY_BYTES = 16 * 1024;

/** A body that another thread reads, checks and answers. */
export class LargeBody {
  constructor(readonly bytes: Buffer) {}
}

/**
 * Leaves large JSON bodies of this instance's routes unread and unchecked, for their operations to hand on; the others
 * are read and checked as everywhere.
 */
export function keepLargeBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length <= LARGE_BODY_BYTES) return readJson(app, request, bytes, done);
    requireUtf8(request);
    done(null, new LargeBody(bytes));
  });
  const { validatorCompiler } = app;
  if (!validatorCompiler) return;
  app.setValidatorCompiler((route) => {
    const check = validatorCompiler(route);
    return (data) => (data instanceof LargeBody ? { value: data } : check(data));
  });
}
