import { type Fen, sumFen } from '../../shared/money.js';
import { accept, type Outcome, refuse } from '../../shared/refusal.js';

/** One payment on a line of a bank statement: the whole line, or a part of it. Money in fen. */
export interface LinePart {
  readonly part: number;
  readonly amountFen: Fen;
  /** The whole line, as the bank states it. */
  readonly lineFen: Fen;
}

/** Characters that a person does not see or that a bank sets for looks: separators, controls, format characters. */
const UNSEEN = /[\p{Z}\p{C}]/gu;

/**
 * A bank's number as it is compared: full-width, spaced and lower-case writings of one number are the same.
 * Law: contract section 10 (money of the court).
 */
export function normalBankNumber(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(UNSEEN, '');
}

/**
 * Judges one more part of a line of the bank.
 * @param booked - parts of the line that are entered or approved
 * Refuses: `payment-already-booked`, `bank-line-differs`, `bank-line-exceeded`.
 * Law: contract section 10 (money of the court).
 */
export function admitPart(booked: readonly LinePart[], next: LinePart): Outcome<null> {
  if (booked.some(({ part }) => part === next.part)) {
    const detail = `Part ${next.part} of this line of the bank is booked; another part has another number.`;
    return refuse('payment-already-booked', detail);
  }
  const other = booked.find(({ lineFen }) => lineFen !== next.lineFen);
  if (other) {
    const detail = `Another part says that the line of the bank is ${other.lineFen} fen.`;
    return refuse('bank-line-differs', detail, { pointer: '/bankLineFen' });
  }
  const partFen = sumFen([...booked.map(({ amountFen }) => amountFen), next.amountFen]);
  if (partFen > next.lineFen) {
    const detail = `The parts of this line come to ${partFen} fen; the line of the bank is ${next.lineFen}.`;
    return refuse('bank-line-exceeded', detail, { pointer: '/amountFen' });
  }
  return accept(null);
}
