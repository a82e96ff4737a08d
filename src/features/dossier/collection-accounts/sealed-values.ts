import { and, asc, eq, gt } from 'drizzle-orm';
import { BEFORE_ALL_IDS, isOlder, type SealedColumn } from '../../../platform/sealed-values.js';
import { collectionAccountChanges } from '../../../tables/collection-account-changes.js';
import { askedNumberPlace } from './places.js';

/** Numbers of accounts that were asked for. */
export const askedNumbers: SealedColumn<'askedNumbers'> = {
  name: 'askedNumbers',
  async next(tx, after = BEFORE_ALL_IDS, limit) {
    const { courtCode, id, number } = collectionAccountChanges;
    const rows = await tx.db
      .select({ courtCode, id, number })
      .from(collectionAccountChanges)
      .where(and(gt(id, after), isOlder(tx, number)))
      .orderBy(asc(id))
      .limit(limit)
      .for('update');
    return rows.map((row) => {
      const place = askedNumberPlace(row.id);
      return {
        key: row.id,
        place,
        async reseal() {
          await tx.db
            .update(collectionAccountChanges)
            .set({ number: tx.fields.seal(place, tx.fields.open(place, row.number)) })
            .where(and(eq(courtCode, row.courtCode), eq(id, row.id)));
        },
      };
    });
  },
};
