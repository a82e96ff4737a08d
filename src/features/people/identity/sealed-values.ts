import { and, asc, gt } from 'drizzle-orm';
import { BEFORE_ALL_IDS, isOlder, type SealedColumn } from '../../../platform/sealed-values.js';
import { users } from '../../../tables/identity.js';
import { totpSecretPlace } from './second-factor.js';
import { resealFactor } from './users.js';

/** Secrets of second factors. */
export const codeSecrets: SealedColumn<'codeSecrets'> = {
  name: 'codeSecrets',
  async next(tx, after = BEFORE_ALL_IDS, limit) {
    const rows = await tx.db
      .select({ id: users.id, totpSecret: users.totpSecret })
      .from(users)
      .where(and(gt(users.id, after), isOlder(tx, users.totpSecret)))
      .orderBy(asc(users.id))
      .limit(limit)
      .for('update');
    return rows.map(({ id, totpSecret }) => {
      const place = totpSecretPlace(id);
      return {
        key: id,
        place,
        async reseal() {
          await resealFactor(tx.db, id, tx.fields.seal(place, tx.fields.open(place, totpSecret ?? '')));
        },
      };
    });
  },
};
