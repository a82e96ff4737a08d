import type { NoticeKind } from '../../../law/course/notice-kinds.js';
import { nextWakingMoment } from './quiet-hours.js';

const MINUTE_MS = 60_000;
/** Longer than one attempt can take, so that no second one begins while the first still talks. */
const FIRST_DISTANCE_MS = 2 * MINUTE_MS;
const DISTANCE_MAX_MS = 6 * 60 * MINUTE_MS;
/** A mail of another kind has lost its use by then; the inbox has the notice. */
const GIVE_UP_AFTER_MS = 7 * 24 * 60 * MINUTE_MS;
/** Failures after which the officer of the case is told. */
const TOLD_AFTER = 3;

/** Who misses one of these loses a right or a term: they are tried until they are sent or overtaken. */
export const URGENT_KINDS = ['OVERDUE', 'DEMAND', 'BREACH'] as const satisfies readonly NoticeKind[];
const urgent: ReadonlySet<NoticeKind> = new Set(URGENT_KINDS);

/** When a mail may be tried again after so many attempts: after twice as long each time, at waking hours. */
export function nextAttempt(attempts: number, now: Date): Date {
  const distance = Math.min(FIRST_DISTANCE_MS * 2 ** (attempts - 1), DISTANCE_MAX_MS);
  return nextWakingMoment(new Date(now.getTime() + distance));
}

/** What becomes of a mail after an attempt that failed. */
export interface AfterFailure {
  readonly delivery: 'QUEUED' | 'FAILED';
  /** Whether the officer of the case hears of it now. */
  readonly isTold: boolean;
}

/** Judges a mail after a failed attempt, by its kind and age. */
export function judgeFailure(
  mail: { readonly kind: NoticeKind; readonly attempts: number; readonly createdAt: Date },
  now: Date,
): AfterFailure {
  const isOver = !urgent.has(mail.kind) && now.getTime() - mail.createdAt.getTime() >= GIVE_UP_AFTER_MS;
  // Told once; a mail that is given up before it was tried so often is told of then.
  const isTold = mail.attempts === TOLD_AFTER || (isOver && mail.attempts < TOLD_AFTER);
  return { delivery: isOver ? 'FAILED' : 'QUEUED', isTold };
}
