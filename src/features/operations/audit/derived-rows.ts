import { and, eq } from 'drizzle-orm';
import { decideCourse } from '../../../law/course/course.js';
import type { RowDifference } from '../../../law/record/row-digests.js';
import { isEnded } from '../../../law/states/case.js';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { groupBy } from '../../../shared/group-by.js';
import { caseParties, type CaseRow, cases } from '../../../tables/cases.js';
import { collectionAccountChanges } from '../../../tables/collection-account-changes.js';
import { disbursements } from '../../../tables/disbursements.js';
import { loadCourses, type LoadedCourse } from '../../course/bring-up-to-date/repository.js';
import { CaseFile } from '../../dossier/cases/case-file.js';
import {
  collectionNumberPlace,
  indexOfAccountNumber,
  indexOfPhone,
  phonePlace,
} from '../../dossier/cases/sensitive-fields.js';
import { askedNumberPlace } from '../../dossier/collection-accounts/places.js';
import { payeeNumberPlace } from '../../dossier/disclosure/payee-number.js';

/** What follows from the rows on record and does not stand as it should; by case. */
export type DerivedDifferences = ReadonlyMap<string, RowDifference>;

type Found = readonly [caseId: string, difference: RowDifference];

/** Values as a report shows them. */
const show = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

/** Compares what is stored with what follows. */
function differ(
  row: string,
  seq: number,
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): RowDifference[] {
  const [should, is] = [show(expected), show(found)];
  return should === is ? [] : [{ fault: 'ROW_DIFFERS', row, seq, expected: should, found: is }];
}

/** Decides the newest morning of a case again: instalments, colour and acceleration follow from it. */
function decideAgain(course: LoadedCourse): RowDifference[] {
  const { row } = course.file;
  const { morningOn, colour, colourReviewOn, chainLength } = row;
  if (morningOn === null || isEnded(row.state)) return [];
  const decision = decideCourse(course.facts, morningOn);
  const known = new Map(course.progress.map((one) => [one.no, one]));
  const instalments = decision.progress.flatMap(({ no, ...should }) => {
    const { paidFen, droppedInterestFen, paidInFullOn, nextStepOn } = known.get(no) ?? {};
    const key = `instalment_progress ${course.plan.id}/${no}`;
    return differ(key, chainLength, should, { paidFen, droppedInterestFen, paidInFullOn, nextStepOn });
  });
  const { colour: should, colourReviewOn: reviewOn, acceleratedOn } = decision;
  return [
    ...instalments,
    ...differ(`cases ${row.id}`, chainLength, { colour: should, reviewOn }, { colour, reviewOn: colourReviewOn }),
    ...differ(`plans ${course.plan.id}`, chainLength, { acceleratedOn }, { acceleratedOn: course.plan.acceleratedOn }),
  ];
}

/** A sealed text opens at its place, and to what its digest is of. */
function openAgain(
  ctx: Context,
  row: string,
  seq: number,
  sealed: { readonly place: string; readonly text: string | null; readonly index?: string | null },
  indexOf: (text: string) => string | undefined,
): RowDifference[] {
  const { place, text, index } = sealed;
  if (text === null) return differ(row, seq, { digest: index ?? null }, { digest: null });
  try {
    const opened = ctx.fields.open(place, text);
    return index === undefined ? [] : differ(row, seq, { digest: index }, { digest: indexOf(opened) });
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [{ fault: 'ROW_DIFFERS', row, seq, expected: `${place} opens`, found }];
  }
}

/** Sealed values of cases of one court; without keys nothing can be opened, and nothing is said of them. */
async function openSealed(ctx: Context, rows: readonly CaseRow[]): Promise<Found[]> {
  const [first] = rows;
  if (ctx.fields.currentPrefix === undefined || !first) return [];
  const lengths = new Map(rows.map(({ id, chainLength }) => [id, chainLength]));
  const caseIds = [...lengths.keys()];
  const ofCases = (table: typeof caseParties | typeof disbursements) =>
    and(eq(table.courtCode, first.courtCode), anyOf(table.caseId, caseIds));
  const members = await ctx.db.select().from(caseParties).where(ofCases(caseParties));
  const payouts = await ctx.db.select().from(disbursements).where(ofCases(disbursements));
  const { courtCode, caseId: askedIn } = collectionAccountChanges;
  const asked = await ctx.db
    .select()
    .from(collectionAccountChanges)
    .where(and(eq(courtCode, first.courtCode), anyOf(askedIn, caseIds)));
  const seqOf = (caseId: string) => lengths.get(caseId) ?? 0;
  return [
    ...rows.flatMap(({ id, collectionNumber: text, collectionNumberIndex: index, collectionNumberUnsealed: open }) => {
      if (open !== null) return [];
      const sealed = { place: collectionNumberPlace(id), text, index };
      const found = openAgain(ctx, `cases ${id}`, seqOf(id), sealed, (number) => indexOfAccountNumber(ctx, number));
      return found.map((one): Found => [id, one]);
    }),
    ...members.flatMap(({ caseId, role, partyId, phone: text, phoneIndex: index }) => {
      const sealed = { place: phonePlace(caseId, partyId), text, index };
      const row = `case_parties ${role}/${partyId}`;
      return openAgain(ctx, row, seqOf(caseId), sealed, (phone) => indexOfPhone(ctx, phone)).map((one): Found => [
        caseId,
        one,
      ]);
    }),
    ...asked.flatMap(({ caseId, id, number: text, numberIndex: index }) => {
      const sealed = { place: askedNumberPlace(id), text, index };
      const row = `collection_account_changes ${id}`;
      const found = openAgain(ctx, row, seqOf(caseId), sealed, (number) => indexOfAccountNumber(ctx, number));
      return found.map((one): Found => [caseId, one]);
    }),
    ...payouts.flatMap(({ caseId, id, payeeNumber: text }) => {
      const sealed = { place: payeeNumberPlace(id), text };
      return openAgain(ctx, `disbursements ${id}`, seqOf(caseId), sealed, () => undefined).map((one): Found => [
        caseId,
        one,
      ]);
    }),
  ];
}

/**
 * Computes again what follows from the rows on record: where instalments stand, colour, acceleration, and what sealed
 * values open to.
 * @returns the first difference of each case that has one
 * Law: EV-02.
 */
export async function findDerivedDifferences(
  ctx: Context,
  heads: readonly { readonly courtCode: string; readonly id: string }[],
): Promise<DerivedDifferences> {
  const found: Found[] = [];
  for (const [courtCode, ofCourt] of groupBy(heads, (head) => head.courtCode)) {
    const ids = ofCourt.map(({ id }) => id);
    const rows = await ctx.db
      .select()
      .from(cases)
      .where(and(eq(cases.courtCode, courtCode), anyOf(cases.id, ids)));
    const files = rows.map((row) => new CaseFile(ctx, row, row));
    for (const course of await loadCourses(ctx, courtCode, files)) {
      found.push(...decideAgain(course).map((one): Found => [course.file.row.id, one]));
    }
    found.push(...(await openSealed(ctx, rows)));
  }
  return new Map(found.toReversed());
}
