import { z } from 'zod';

/** Query of every list (product contract section 4): 1 to 200 items, 50 unless asked otherwise. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** The answer of every list. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
