import { z } from 'zod';
import { LPR_FROM } from '../../../../law/interest/lending-rates.js';
import { pageQuery } from '../../../../platform/paging.js';
import { civilDate, shownDate } from '../../../../shared/civil-date.js';
import { entryStatus, entryView, source } from '../schema.js';

const publishedPercent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,4})?$/, 'write a decimal number of percent such as "3.45"')
  .describe('percent per year');

/** One announcement of the National Interbank Funding Center. */
export const lendingRateBody = z.strictObject({
  announcedOn: civilDate.refine((on) => on >= LPR_FROM, { error: `the first announcement is that of ${LPR_FROM}` }),
  lpr1Y: publishedPercent,
  lpr5Y: publishedPercent.describe('percent per year, over five years'),
  source,
});
export type LendingRateInput = z.infer<typeof lendingRateBody>;

export const lendingRateView = entryView.extend({
  announcedOn: shownDate.describe('in force from this day until the day before the next announcement (IN-12)'),
  lpr1Y: z.string(),
  lpr5Y: z.string(),
});
export type LendingRateView = z.infer<typeof lendingRateView>;

export const lendingRateQuery = pageQuery.extend({ status: entryStatus.optional() });
export type LendingRateQuery = z.infer<typeof lendingRateQuery>;
