import { DAYS, EDATE, EOMONTH, IPMT, ISPMT, PMT, WORKDAY, YEARFRAC } from '@formulajs/formulajs';
import fc from 'fast-check';
import t from 'tap';
import { CALENDAR_YEARS } from '../../../drizzle/reference-data/calendar-years.js';
import { computeGeneralInterest } from '../../../src/law/interest/general-interest.js';
import { computeLedger } from '../../../src/law/ledger/ledger.js';
import { BUCKETS, DOUBLED_DAILY_PERCENT } from '../../../src/law/ledger/terms.js';
import { buildSchedule, type ScheduleInput } from '../../../src/law/schedule/schedule.js';
import { addDays, addMonths, fromEpochDay, monthEnd, toEpochDay } from '../../../src/shared/civil-date.js';
import { calendar, rates, references, valueOf } from '../../support/law-references.js';

/**
 * Random plans against the functions of a spreadsheet, in a library that the product does not use. They reckon in
 * floating point, hence a thousandth of a fen of tolerance around the rounding to whole fen.
 */
const TOLERANCE_FEN = 0.5 + 1e-3;
const BASIS_CODE = { 360: 2, 365: 3 } as const;
const DAYS_PER_WEEK = 7;

// The library counts in the process's own time zone, where a day of summer time has 23 or 25 hours.
process.env['TZ'] = 'UTC';

/** A date of the library, which lives in the time zone of the process. */
function toText(date: unknown): string {
  const day = date as Date;
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

const numberOf = (value: unknown): number => value as number;

const principalFen = fc.bigInt(100_000n, 10n ** 11n);
const hundredths = fc.integer({ min: 1, max: 2_400 });
const toPercent = (value: number) => (value / 100).toString();
const percent = hundredths.map(toPercent);
const day = fc.integer({ min: toEpochDay('2023-01-01'), max: toEpochDay('2026-06-30') }).map(fromEpochDay);
const yearBasis = fc.constantFrom(360 as const, 365 as const);
const n = fc.integer({ min: 1, max: 60 });

/**
 * Level payment `P · i · (1 + i)^n / ((1 + i)^n - 1)` in whole fen, half up, with `i = num / den` and no lost digit.
 */
function levelPayment(principal: bigint, count: number, num: bigint, den: bigint): bigint {
  const grown = (den + num) ** BigInt(count);
  const dividend = principal * num * grown;
  const divisor = den * (grown - den ** BigInt(count));
  return (2n * dividend + divisor) / (2n * divisor);
}

function build(overrides: Partial<ScheduleInput>) {
  const input: ScheduleInput = {
    principalFen: 1n,
    n: 1,
    method: 'EQUAL_PRINCIPAL',
    firstDueDate: '2024-01-31',
    dueDay: 'MONTH_END',
    intervalMonths: 1,
    shift: 'NONE',
    ...overrides,
  };
  return valueOf(buildSchedule(input, references)).instalments;
}

t.test('PMT and IPMT: the level payment of an annuity by months and by weeks', async () => {
  const interval = fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((intervalMonths) => ({ intervalMonths, intervalWeeks: undefined, dueDay: 31 })),
    fc
      .integer({ min: 1, max: 8 })
      .map((intervalWeeks) => ({ intervalMonths: undefined, intervalWeeks, dueDay: undefined })),
  );
  fc.assert(
    fc.property(principalFen, n, hundredths, interval, yearBasis, (principal, count, rateUnits, rhythm, basis) => {
      const annualPercent = toPercent(rateUnits);
      const rate = { type: 'FIXED_ANNUAL', annualPercent } as const;
      const rows = build({ principalFen: principal, n: count, method: 'ANNUITY', rate, yearBasis: basis, ...rhythm });
      const years = rhythm.intervalMonths
        ? rhythm.intervalMonths / 12
        : (DAYS_PER_WEEK * (rhythm.intervalWeeks ?? 0)) / basis;
      const period = (Number(annualPercent) / 100) * years;
      const level = numberOf(PMT(period, count, -Number(principal)));
      const [units, ofYear] = rhythm.intervalMonths
        ? [rhythm.intervalMonths, 12]
        : [DAYS_PER_WEEK * (rhythm.intervalWeeks ?? 0), basis];
      const exact = levelPayment(principal, count, BigInt(rateUnits * units), 10_000n * BigInt(ofYear));
      // PMT takes the difference of (1 + i)^n and 1, which a small rate brings close together. The rounding of 1 + i
      // comes back n times in the power, and a few more roundings come on top.
      const lostFen = (level * (count + 8) * Number.EPSILON) / (1 - (1 + period) ** -count);
      return rows.every(({ paymentFen, interestFen, outstandingAfterFen }, index) => {
        const expected = numberOf(IPMT(period, index + 1, count, -Number(principal)));
        // Over many periods at a high rate half a fen of rounding grows, and the debt may end before its last
        // instalment.
        const isCleared = outstandingAfterFen === 0n;
        // Roundings of earlier rows add up in the balance and so in the interest, by less than a fen each.
        return (
          (isCleared || (paymentFen === exact && Math.abs(Number(paymentFen) - level) <= TOLERANCE_FEN + lostFen)) &&
          Math.abs(Number(interestFen) - expected) <= 1 + (index + 1) * (1 + period) ** index
        );
      });
    }),
  );
});

t.test('ISPMT: interest of equal principal over equal periods', async () => {
  const weeks = fc.integer({ min: 1, max: 8 });
  fc.assert(
    fc.property(
      principalFen,
      n,
      percent,
      weeks,
      yearBasis,
      day,
      (principal, count, annualPercent, intervalWeeks, basis, firstDueDate) => {
        const rows = build({
          principalFen: principal,
          n: count,
          firstDueDate,
          dueDay: undefined,
          intervalMonths: undefined,
          intervalWeeks,
          interestFrom: addDays(firstDueDate, 1 - DAYS_PER_WEEK * intervalWeeks),
          rate: { type: 'FIXED_ANNUAL', annualPercent },
          yearBasis: basis,
        });
        const period = (Number(annualPercent) / 100) * ((DAYS_PER_WEEK * intervalWeeks) / basis);
        return rows.every(
          ({ interestFen, principalFen: part }, index) =>
            // The plan gives whole fen of principal, the spreadsheet parts of a fen: at most one fen for each row.
            Math.abs(Number(interestFen) - numberOf(ISPMT(period, index, count, -Number(principal)))) <=
              1 + count * period &&
            (index === count - 1 || part === principal / BigInt(count)),
        );
      },
    ),
  );
});

t.test('YEARFRAC: interest by actual days on the balance, with shifted due dates', async () => {
  fc.assert(
    fc.property(principalFen, n, percent, yearBasis, day, (principal, count, annualPercent, basis, firstDueDate) => {
      const interestFrom = addDays(firstDueDate, -25);
      const rows = build({
        principalFen: principal,
        n: count,
        firstDueDate,
        shift: 'NEXT_WORKDAY',
        interestFrom,
        rate: { type: 'FIXED_ANNUAL', annualPercent },
        yearBasis: basis,
      });
      return rows.every(({ dueDate, interestFen, days, outstandingAfterFen, principalFen: part }, index) => {
        const before = rows[index - 1]?.dueDate ?? addDays(interestFrom, -1);
        const years = before === dueDate ? 0 : numberOf(YEARFRAC(before, dueDate, BASIS_CODE[basis]));
        const expected = Number(outstandingAfterFen + part) * (Number(annualPercent) / 100) * years;
        return days === numberOf(DAYS(dueDate, before)) && Math.abs(Number(interestFen) - expected) <= TOLERANCE_FEN;
      });
    }),
  );
});

t.test('DAYS: general interest and the doubled part of a single debt', async () => {
  fc.assert(
    fc.property(principalFen, percent, yearBasis, day, fc.nat(900), (principal, annualPercent, basis, from, length) => {
      const to = addDays(from, length);
      const rate = { type: 'FIXED_ANNUAL', annualPercent } as const;
      const common = { principalFen: principal, from, to, rate, yearBasis: basis };
      const included = valueOf(computeGeneralInterest({ ...common, paymentDay: 'INCLUDE' }, rates));
      const excluded = valueOf(computeGeneralInterest({ ...common, paymentDay: 'EXCLUDE' }, rates));
      const perDay = (Number(principal) * Number(annualPercent)) / 100 / basis;
      const nights = numberOf(DAYS(to, from));
      const doubled = valueOf(
        computeLedger(
          {
            principalFen: principal,
            performance: { effectiveDate: addDays(from, -1), days: 0 },
            doubled: { dailyPercent: DOUBLED_DAILY_PERCENT },
            payments: [],
            order: BUCKETS,
            asOf: to,
          },
          references,
        ),
      ).closing.DOUBLED_INTEREST;
      return (
        Math.abs(Number(included.interestFen) - perDay * (nights + 1)) <= TOLERANCE_FEN &&
        Math.abs(Number(excluded.interestFen) - perDay * nights) <= TOLERANCE_FEN &&
        Math.abs(Number(doubled) - Number(principal) * 0.000175 * (nights + 1)) <= TOLERANCE_FEN
      );
    }),
  );
});

t.test('EDATE and EOMONTH: nominal due dates', async () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -40, max: 40 }), (date, months) => {
      return (
        addMonths(date, months) === toText(EDATE(date, months)) &&
        monthEnd(addMonths(date, months)) === toText(EOMONTH(date, months))
      );
    }),
  );
});

t.test('WORKDAY: adjusted due dates, where no weekend is worked in exchange', async () => {
  const holidays = CALENDAR_YEARS.flatMap((year) => year.offDays);
  const makeupWorkdays = CALENDAR_YEARS.flatMap((year) => year.makeupWorkdays);
  fc.assert(
    fc.property(day, (nominal) => {
      const adjusted = calendar.nextWorkingDay(nominal);
      // The spreadsheet knows no working weekends; they can only make the adjusted day come earlier.
      const expected = toText(WORKDAY(addDays(nominal, -1), 1, holidays));
      return adjusted === expected || (makeupWorkdays.includes(adjusted) && adjusted < expected);
    }),
    { numRuns: 1_000 },
  );
});
