import { z } from 'zod';
import { ASSET_KINDS, CUSTODIAN_KINDS, SEIZURE_KINDS, SEIZURE_MODES } from '../../../law/seizures/terms.js';
import { SEIZURE_STATUSES } from '../../../law/states/seizure.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { computedFen, nonNegativeFen } from '../../../shared/money.js';
import { manyLines, oneLine } from '../../../shared/text-fields.js';

export const SEIZURE_ASSETS_MAX = 500;

export const seizedAsset = z.strictObject({
  name: oneLine(200),
  model: oneLine(100).optional(),
  serialNumber: oneLine(100).optional(),
  quantity: z.int().min(1).max(1_000_000).default(1),
  condition: oneLine(500).optional(),
  place: oneLine(300).optional(),
  appraisedValueFen: nonNegativeFen.optional(),
  valueSource: oneLine(200).optional(),
  priorLiensFen: nonNegativeFen.optional(),
});

export const seizureBody = z.strictObject({
  mode: z.enum(SEIZURE_MODES),
  kind: z.enum(SEIZURE_KINDS),
  assetKind: z.enum(ASSET_KINDS),
  ruling: z.strictObject({ number: oneLine(60), judge: oneLine(100), ruledOn: civilDate }),
  from: civilDate,
  to: civilDate.describe('last day of the term, as on the notice (LS-01)'),
  rank: z.int().min(1).max(99).default(1).describe('1 = first seizure; higher ranks wait (LS-06)'),
  custodian: z.strictObject({ kind: z.enum(CUSTODIAN_KINDS), name: oneLine(200) }),
  usePermitted: z.boolean(),
  useConditions: manyLines(2000).optional(),
  assets: z.array(seizedAsset).min(1).max(SEIZURE_ASSETS_MAX),
});
export type SeizureInput = z.infer<typeof seizureBody>;

export const seizureView = z.object({
  id,
  caseId: id,
  mode: z.enum(SEIZURE_MODES),
  kind: z.enum(SEIZURE_KINDS),
  assetKind: z.enum(ASSET_KINDS),
  status: z.enum(SEIZURE_STATUSES),
  rank: z.int(),
  ruling: z.object({ number: z.string(), judge: z.string(), ruledOn: shownDate }),
  from: shownDate,
  to: shownDate,
  custodian: z.object({ kind: z.enum(CUSTODIAN_KINDS), name: z.string() }),
  usePermitted: z.boolean(),
  useConditions: z.string().nullable(),
  assets: z.array(
    z.object({
      no: z.int(),
      name: z.string(),
      model: z.string().nullable(),
      serialNumber: z.string().nullable(),
      quantity: z.int(),
      condition: z.string().nullable(),
      place: z.string().nullable(),
      appraisedValueFen: computedFen.nullable(),
      valueSource: z.string().nullable(),
      priorLiensFen: computedFen.nullable(),
    }),
  ),
  version: z.int(),
  createdAt: moment,
});
export type SeizureView = z.infer<typeof seizureView>;
