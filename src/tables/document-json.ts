import { z } from 'zod';
import { PAYOUT_KINDS } from '../law/funds/funds.js';
import { LEDGER_BUCKETS } from '../law/ledger/buckets.js';
import { shownDate } from '../shared/civil-date.js';
import { PAYMENT_CHANNELS } from './payments.js';

/** Money in a snapshot: whole fen, as JSON has them. */
const fen = z.int();
export const ledgerBucket = z.enum(LEDGER_BUCKETS);
const court = z.object({ caseNumber: z.string(), courtName: z.string() });

export const receiptSnapshot = court.extend({
  payerName: z.string(),
  amountFen: fen,
  receivedOn: shownDate,
  channel: z.enum(PAYMENT_CHANNELS),
  bankTransactionNo: z.string().nullable(),
  allocations: z.array(
    z.object({
      bucket: ledgerBucket,
      instalmentNo: z.int().nullable(),
      amountFen: fen,
    }),
  ),
  surplusFen: fen,
  maker: z.string(),
  approver: z.string(),
});

export const disbursementSnapshot = court.extend({
  purpose: z.enum(PAYOUT_KINDS),
  recipient: z.string(),
  amountFen: fen,
  payee: z.object({ bank: z.string(), name: z.string(), number: z.string() }),
  reason: z.string(),
  maker: z.string(),
  approver: z.string().nullable(),
  payer: z.string().nullable(),
  status: z.string(),
  paidOn: shownDate.nullable(),
  bankTransactionNo: z.string().nullable(),
});

export const reliefSnapshot = court.extend({
  enterprise: z.string(),
  applicants: z.array(z.string()),
  outcome: z.string(),
  reasons: z.string(),
  conditions: z.array(z.string()),
  exitRules: z.string().nullable(),
  measures: z.array(z.object({ departmentCode: z.string(), measure: z.string(), dueOn: shownDate })),
  decidedOn: shownDate,
  decidedBy: z.string(),
});

/** The data that a document was made of, by its kind. */
export type StoredSnapshot =
  | z.infer<typeof receiptSnapshot>
  | z.infer<typeof disbursementSnapshot>
  | z.infer<typeof reliefSnapshot>;
