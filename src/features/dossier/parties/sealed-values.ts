import { and, asc, eq, gt } from 'drizzle-orm';
import { BEFORE_ALL_IDS, isOlder, type SealedColumn } from '../../../platform/sealed-values.js';
import { parties } from '../../../tables/identity.js';
import { identityNumberPlace, sealIdentityNumber } from './parties.js';

/** Identity numbers of parties. */
export const identityNumbers: SealedColumn<'identityNumbers'> = {
  name: 'identityNumbers',
  async next(tx, after = BEFORE_ALL_IDS, limit) {
    const rows = await tx.db
      .select()
      .from(parties)
      .where(and(gt(parties.id, after), isOlder(tx, parties.identityNumber)))
      .orderBy(asc(parties.id))
      .limit(limit)
      .for('update');
    return rows.map(({ id, identityNumber }) => {
      const place = identityNumberPlace(id);
      return {
        key: id,
        place,
        async reseal() {
          await tx.db
            .update(parties)
            .set(sealIdentityNumber(tx, id, tx.fields.open(place, identityNumber ?? '')))
            .where(eq(parties.id, id));
        },
      };
    });
  },
};
