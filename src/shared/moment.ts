import { z } from 'zod';

const WRITTEN_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/**
 * A moment: RFC 3339 text in UTC on the wire, a `Date` in code. It is written with milliseconds
 * (`2026-03-02T01:30:00.000Z`); a text that is no moment of any calendar is refused by the side of the code.
 */
export const moment = z.codec(z.string().regex(WRITTEN_MOMENT).meta({ format: 'date-time' }), z.date(), {
  decode: (wire) => new Date(wire),
  encode: (at) => at.toISOString(),
});
