import { and, asc, eq, gt } from 'drizzle-orm';
import { BEFORE_ALL_IDS, isOlder, type SealedColumn } from '../../../platform/sealed-values.js';
import { disbursements } from '../../../tables/disbursements.js';
import { payeeNumberPlace } from '../../dossier/disclosure/payee-number.js';

/** Account numbers of payees. */
export const payeeNumbers: SealedColumn<'payeeNumbers'> = {
  name: 'payeeNumbers',
  async next(tx, after = BEFORE_ALL_IDS, limit) {
    const rows = await tx.db
      .select({ courtCode: disbursements.courtCode, id: disbursements.id, payeeNumber: disbursements.payeeNumber })
      .from(disbursements)
      .where(and(gt(disbursements.id, after), isOlder(tx, disbursements.payeeNumber)))
      .orderBy(asc(disbursements.id))
      .limit(limit)
      .for('update');
    return rows.map(({ courtCode, id, payeeNumber }) => {
      const place = payeeNumberPlace(id);
      return {
        key: id,
        place,
        async reseal() {
          await tx.db
            .update(disbursements)
            .set({ payeeNumber: tx.fields.seal(place, tx.fields.open(place, payeeNumber)) })
            .where(and(eq(disbursements.courtCode, courtCode), eq(disbursements.id, id)));
        },
      };
    });
  },
};
