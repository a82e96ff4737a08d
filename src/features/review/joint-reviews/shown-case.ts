import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { anyOf } from '../../../platform/any-of.js';
import type { Context } from '../../../platform/context.js';
import { caseParties, cases } from '../../../tables/cases.js';
import { parties } from '../../../tables/identity.js';
import { planInstalments, plans } from '../../../tables/plans.js';
import { seizedAssets, seizures } from '../../../tables/seizures.js';
import type { ShownCase } from './schema.js';

async function listAssets(ctx: Context, courtCode: string, caseIds: readonly string[]) {
  return ctx.db
    .select({ caseId: seizures.caseId, name: seizedAssets.name, place: seizedAssets.place })
    .from(seizedAssets)
    .innerJoin(seizures, and(eq(seizures.courtCode, seizedAssets.courtCode), eq(seizures.id, seizedAssets.seizureId)))
    .where(and(eq(seizures.courtCode, courtCode), anyOf(seizures.caseId, caseIds)))
    .orderBy(asc(seizures.id), asc(seizedAssets.no));
}

/** Instalments of the newest plan of each case that nothing has superseded or ended. */
async function listPlans(ctx: Context, courtCode: string, caseIds: readonly string[]) {
  const rows = await ctx.db
    .select({ id: plans.id, caseId: plans.caseId })
    .from(plans)
    .where(
      and(
        eq(plans.courtCode, courtCode),
        anyOf(plans.caseId, caseIds),
        inArray(plans.status, ['DRAFT', 'CONFIRMED', 'ACTIVE']),
      ),
    )
    .orderBy(desc(plans.no));
  const newest = new Map([...rows].reverse().map(({ caseId, id }) => [caseId, id]));
  if (newest.size === 0) return new Map<string, NonNullable<ShownCase['plan']>>();
  const instalments = await ctx.db
    .select()
    .from(planInstalments)
    .where(and(eq(planInstalments.courtCode, courtCode), anyOf(planInstalments.planId, [...newest.values()])))
    .orderBy(asc(planInstalments.no));
  return new Map(
    [...newest].map(([caseId, planId]) => {
      const own = instalments.filter((one) => one.planId === planId);
      const shown = own.map(({ no, dueOn, principalFen, interestFen }) => {
        return { no, dueDate: dueOn, paymentFen: principalFen + interestFen };
      });
      return [caseId, { instalments: shown }] as const;
    }),
  );
}

/**
 * All that departments can be shown of cases of one court; `policy.ts` takes away what a request does not name
 * (JR-02).
 */
export async function readShownCases(
  ctx: Context,
  courtCode: string,
  caseIds: readonly string[],
): Promise<Map<string, ShownCase>> {
  const ours = and(eq(cases.courtCode, courtCode), anyOf(cases.id, caseIds));
  const rows = await ctx.db.select().from(cases).where(ours);
  const members = await ctx.db
    .select({
      caseId: caseParties.caseId,
      role: caseParties.role,
      name: caseParties.name,
      code: parties.unifiedSocialCreditCode,
    })
    .from(caseParties)
    .innerJoin(parties, eq(parties.id, caseParties.partyId))
    .where(and(eq(caseParties.courtCode, courtCode), anyOf(caseParties.caseId, caseIds)))
    .orderBy(asc(caseParties.position));
  const assets = await listAssets(ctx, courtCode, caseIds);
  const planned = await listPlans(ctx, courtCode, caseIds);
  return new Map(
    rows.map((row): [string, ShownCase] => {
      const own = members.filter(({ caseId }) => caseId === row.id);
      const enterprise = own.find(({ role }) => role === 'ENTERPRISE');
      return [
        row.id,
        {
          caseNumber: row.caseNumber,
          enterprise: { name: enterprise?.name ?? '', unifiedSocialCreditCode: enterprise?.code ?? null },
          state: row.state,
          applicants: own.filter(({ role }) => role === 'APPLICANT').map(({ name }) => ({ name })),
          claim: { principalFen: row.principalFen },
          seizedAssets: assets.filter(({ caseId }) => caseId === row.id).map(({ name, place }) => ({ name, place })),
          plan: planned.get(row.id) ?? null,
        },
      ];
    }),
  );
}
