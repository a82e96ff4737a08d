import type { PaymentCapacity } from '../../../law/schedule/capacity.js';
import type { Offer, QuoteInput, Quotes, UnmetQuote } from '../../../law/schedule/quotes.js';
import type { QuoteReason } from '../../../law/schedule/terms.js';
import { formatYuan } from '../../../shared/money.js';
import type { ExplanationEntry } from './answer-schema.js';
import { listMarks, showYuan } from './explanation.js';
import { describeRate } from './interest-explanation.js';

const QUESTIONS: Readonly<Record<QuoteReason, string>> = {
  COUNT: 'number of instalments as asked',
  AMOUNT: 'fewest instalments of which none exceeds an amount asked for',
  COVERAGE: 'fewest instalments that keep the coverage',
};

function explainOffer(input: QuoteInput, offer: Offer, index: number): ExplanationEntry[] {
  const waived = offer.method === 'EQUAL_TOTAL_NO_INTEREST' || input.rate === undefined;
  return [
    {
      figure: `/offers/${index}/highestInstalmentFen`,
      valueFen: offer.highestInstalmentFen,
      formula: offer.askedBy.map((reason) => QUESTIONS[reason]).join('; '),
      numbers: {
        n: String(offer.n),
        method: offer.method,
        rate: waived || input.rate === undefined ? 'none' : describeRate(input.rate),
        ...showYuan({ principal: input.principalFen, lumpSum: input.lumpSum?.amountFen ?? 0n }),
        ...showYuan({ first: offer.firstInstalmentFen, last: offer.lastInstalmentFen }),
      },
      rule: '6.1',
      article: '法释〔2018〕3号第一条',
      textZh: `分${offer.n}期，每期最多${formatYuan(offer.highestInstalmentFen)}元，至${offer.endDate}付清。`,
      textEn: [
        `${offer.n} instalments of at most ${formatYuan(offer.highestInstalmentFen)} yuan`,
        `until ${offer.endDate}.`,
      ].join(' '),
      marks: listMarks({ provisional: offer.provisional }),
    },
    {
      figure: `/offers/${index}/totalInterestFen`,
      valueFen: offer.totalInterestFen,
      formula: 'Σ interest of the schedule that would be drafted',
      numbers: showYuan({ principal: input.principalFen, payments: offer.totalPaymentFen }),
      rule: 'IN-02',
      article: '法释〔2018〕3号第一条',
      textZh: `利息合计${formatYuan(offer.totalInterestFen)}元。`,
      textEn: `Interest of ${formatYuan(offer.totalInterestFen)} yuan in all.`,
      marks: listMarks({ provisional: offer.provisional }),
    },
  ];
}

function explainCoverage(capacity: PaymentCapacity, offer: Offer, index: number): ExplanationEntry[] {
  if (offer.coverage === null) {
    return [];
  }
  const { lowest, carried, largestInstalmentFen } = offer.coverage;
  const numbers = {
    balanceOn: capacity.balanceOn,
    coverage: capacity.coverage,
    ...showYuan({
      balance: capacity.balanceFen,
      monthlyReceipts: capacity.monthlyReceiptsFen,
      monthlyOutgoings: capacity.monthlyOutgoingsFen,
    }),
  };
  const article = '按监测规则（本系统设定）';
  return [
    {
      figure: `/offers/${index}/coverage/lowest`,
      value: lowest,
      formula: 'min of (balance + (receipts − outgoings) × full months − earlier instalments) ÷ instalment',
      numbers,
      rule: '9.2',
      article,
      textZh: `最低覆盖率${lowest}，${carried ? '达到' : '未达到'}${capacity.coverage}。`,
      textEn: `The lowest coverage is ${lowest}, ${carried ? 'not below' : 'below'} ${capacity.coverage}.`,
      marks: [],
    },
    {
      figure: `/offers/${index}/coverage/largestInstalmentFen`,
      valueFen: largestInstalmentFen,
      formula: 'min over k of (balance + (receipts − outgoings) × full months) ÷ (k − 1 + coverage), rounded down',
      numbers,
      rule: '9.2',
      article,
      textZh: `按现有收支，每期最多可承受${formatYuan(largestInstalmentFen)}元。`,
      textEn: `Receipts and outgoings carry equal instalments of at most ${formatYuan(largestInstalmentFen)} yuan.`,
      marks: [],
    },
  ];
}

function explainUnmet(unmet: UnmetQuote, index: number): ExplanationEntry {
  return {
    figure: `/unmet/${index}/code`,
    value: unmet.code,
    formula: QUESTIONS[unmet.askedBy],
    numbers: {
      method: unmet.method,
      ...(unmet.n === null ? {} : { n: String(unmet.n) }),
      ...(unmet.amountFen === null ? {} : showYuan({ amount: unmet.amountFen })),
    },
    rule: 'PL-14',
    article: '法释〔2018〕3号第一条',
    textZh: '在期数上限内没有符合要求的方案。',
    textEn: 'No plan within the limits answers this question.',
    marks: [],
  };
}

/** Explains every offer, how receipts and outgoings carry it, and what could not be offered. */
export function explainQuotes(input: QuoteInput, quotes: Quotes): ExplanationEntry[] {
  const { capacity } = input;
  return [
    ...quotes.offers.flatMap((offer, index) => [
      ...explainOffer(input, offer, index),
      ...(capacity === undefined ? [] : explainCoverage(capacity, offer, index)),
    ]),
    ...quotes.unmet.map(explainUnmet),
  ];
}
