import { and, asc, eq, gt, isNotNull, or, sql } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { BEFORE_ALL_IDS, isOlder, type SealedColumn } from '../../../platform/sealed-values.js';
import { caseParties, cases } from '../../../tables/cases.js';
import type { CaseChange } from './case-file.js';
import { GROUNDS } from './grounds.js';
import { openKnownCase } from './open-case.js';
import { collectionNumberPlace, phonePlace, sealCollectionNumber, sealPhone } from './sensitive-fields.js';

async function sealForTheFirstTime(tx: Context, courtCode: string, id: string, sealed: CaseChange): Promise<void> {
  const file = await openKnownCase(tx, courtCode, id);
  file.change(sealed);
  file.record({ type: 'COLLECTION_NUMBER_SEALED', data: {}, ground: GROUNDS.sealing });
}

/** Numbers of collection accounts; those that were stored before numbers were sealed leave their old column. */
export const accountNumbers: SealedColumn<'accountNumbers'> = {
  name: 'accountNumbers',
  async next(tx, after = BEFORE_ALL_IDS, limit) {
    const older = or(isOlder(tx, cases.collectionNumber), isNotNull(cases.collectionNumberUnsealed));
    const rows = await tx.db
      .select()
      .from(cases)
      .where(and(gt(cases.id, after), older))
      .orderBy(asc(cases.id))
      .limit(limit)
      .for('update');
    return rows.map(({ courtCode, id, collectionNumber, collectionNumberUnsealed }) => {
      const place = collectionNumberPlace(id);
      return {
        key: id,
        place,
        async reseal() {
          const number = collectionNumber === null ? collectionNumberUnsealed : tx.fields.open(place, collectionNumber);
          const sealed = { ...sealCollectionNumber(tx, id, number ?? undefined), collectionNumberUnsealed: null };
          // Sealed anew, the number is found as before; sealed for the first time, its digest comes on record.
          if (collectionNumber === null) await sealForTheFirstTime(tx, courtCode, id, sealed);
          else
            await tx.db
              .update(cases)
              .set(sealed)
              .where(and(eq(cases.courtCode, courtCode), eq(cases.id, id)));
        },
      };
    });
  },
};

/** Phones of the parties of a case. */
export const phones: SealedColumn<'phones'> = {
  name: 'phones',
  async next(tx, after = `${BEFORE_ALL_IDS} ${BEFORE_ALL_IDS} `, limit) {
    const [afterCase, afterParty, afterRole = ''] = after.split(' ');
    const { courtCode, caseId, partyId, role, phone } = caseParties;
    const roleText = sql`${role}::text`;
    const keyAfter = sql`(${afterCase}::uuid, ${afterParty}::uuid, ${afterRole})`;
    const isBehind = sql`(${caseId}, ${partyId}, ${roleText}) > ${keyAfter}`;
    const rows = await tx.db
      .select()
      .from(caseParties)
      .where(and(isBehind, isOlder(tx, phone)))
      .orderBy(asc(caseId), asc(partyId), asc(roleText))
      .limit(limit)
      .for('update');
    return rows.map((row) => {
      const place = phonePlace(row.caseId, row.partyId);
      return {
        key: `${row.caseId} ${row.partyId} ${row.role}`,
        place,
        async reseal() {
          await tx.db
            .update(caseParties)
            .set(sealPhone(tx, row.caseId, row.partyId, tx.fields.open(place, row.phone ?? '')))
            .where(
              and(eq(courtCode, row.courtCode), eq(caseId, row.caseId), eq(role, row.role), eq(partyId, row.partyId)),
            );
        },
      };
    });
  },
};
