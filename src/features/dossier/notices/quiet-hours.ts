import { Temporal } from 'temporal-polyfill';
import { COURT_TIME_ZONE } from '../../../platform/clock.js';

/** Mails leave between 08:30 and 21:00 Beijing time. */
const WAKING_FROM = Temporal.PlainTime.from('08:30');
const WAKING_UNTIL = Temporal.PlainTime.from('21:00');

/** Whether mails leave at this moment. */
export const isAwake = (now: Date): boolean => nextWakingMoment(now) === now;

/** The moment itself in waking hours, otherwise the next 08:30 Beijing time. */
export function nextWakingMoment(now: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(COURT_TIME_ZONE);
  const time = local.toPlainTime();
  const early = Temporal.PlainTime.compare(time, WAKING_FROM) < 0;
  const late = Temporal.PlainTime.compare(time, WAKING_UNTIL) >= 0;
  if (!early && !late) return now;
  const day = early ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  return new Date(day.toZonedDateTime({ timeZone: COURT_TIME_ZONE, plainTime: WAKING_FROM }).epochMilliseconds);
}
