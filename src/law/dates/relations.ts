/** Days that the relations compare, in the words of a refusal. */
export const DAYS = {
  today: 'today',
  filedOn: 'the day of filing',
  firstDayOfCaseYear: 'the first day of the year in the case number',
  lastDayToFile: 'the last day on which a case of that year is filed',
  firstDayOfEarlierCaseYear: 'the first day of the year in the number of the earlier case',
  firstDayOfBasisYear: 'the first day of the year in the number of the basis',
  basisMadeOn: 'the day on which the basis was made',
  basisEffectiveOn: 'the day on which the basis took effect',
  ruledOn: 'the day of the ruling',
  firstDayOfRulingYear: 'the first day of the year in the number of the ruling',
  termFrom: 'the first day of the term',
  termTo: 'the last day of the term',
  givenOn: 'the day of the consent',
  signedOn: 'the day of the first signature',
  confirmedOn: 'the day of the confirmation',
  firstDueOn: 'the first due date',
  versionFrom: 'the first day of the version in force',
  effectiveOn: 'the first day of the new version',
  receivedOn: 'the day of receipt',
  approvedOn: 'the day of the approval',
  paidOn: 'the day of the payout',
  returnedOn: 'the day on which the money came back',
  openedOn: 'the day on which the review was opened',
  heldOn: 'the day of the meeting',
  dueOn: 'the day by which it is due',
  announcedOn: 'the day of the announcement',
  breachOn: 'the day of the breach',
  declaredOn: 'the day of the notice',
  servedOn: 'the day of service',
  withdrawnOn: 'the day of the withdrawal',
} as const satisfies Readonly<Record<string, string>>;

export type DayName = keyof typeof DAYS;

/** `AFTER` excludes the day itself, the others allow it. */
export interface DateRelation {
  readonly day: DayName;
  readonly is: 'NOT_BEFORE' | 'NOT_AFTER' | 'AFTER';
  readonly than: DayName;
  /** Where the day stands in the body of the act. */
  readonly pointer: string;
  readonly code: string;
}

/**
 * What the days of an act have to do with each other, with the case and with today: one row each, first the one that
 * people mend first. A day that is not known is not compared.
 * Law: ID-04 (numbers of case, basis and ruling), LS-01, ST-02, ST-05, AL-08, CP-01, PL-10, section 8.3; contract
 * section 10.
 */
export const DATE_RELATIONS = {
  filing: [
    { day: 'filedOn', is: 'NOT_AFTER', than: 'today', pointer: '/filedOn', code: 'filed-in-future' },
    {
      day: 'filedOn',
      is: 'NOT_BEFORE',
      than: 'firstDayOfCaseYear',
      pointer: '/caseNumber',
      code: 'case-number-year-differs',
    },
    {
      day: 'filedOn',
      is: 'NOT_AFTER',
      than: 'lastDayToFile',
      pointer: '/caseNumber',
      code: 'case-number-year-differs',
    },
    {
      day: 'basisEffectiveOn',
      is: 'NOT_AFTER',
      than: 'filedOn',
      pointer: '/enforcementBasis/effectiveOn',
      code: 'basis-after-filing',
    },
    {
      day: 'basisMadeOn',
      is: 'NOT_AFTER',
      than: 'basisEffectiveOn',
      pointer: '/enforcementBasis/madeOn',
      code: 'basis-made-after-effect',
    },
    {
      day: 'firstDayOfBasisYear',
      is: 'NOT_AFTER',
      than: 'firstDayOfCaseYear',
      pointer: '/enforcementBasis/documentNumber',
      code: 'basis-later-than-case',
    },
    {
      day: 'firstDayOfEarlierCaseYear',
      is: 'NOT_AFTER',
      than: 'firstDayOfCaseYear',
      pointer: '/earlierCaseNumber',
      code: 'earlier-case-later-than-case',
    },
  ],
  seizure: [
    { day: 'ruledOn', is: 'NOT_AFTER', than: 'today', pointer: '/ruling/ruledOn', code: 'ruling-in-future' },
    { day: 'ruledOn', is: 'NOT_BEFORE', than: 'filedOn', pointer: '/ruling/ruledOn', code: 'ruling-earlier-than-case' },
    {
      day: 'firstDayOfRulingYear',
      is: 'NOT_BEFORE',
      than: 'firstDayOfCaseYear',
      pointer: '/ruling/number',
      code: 'ruling-earlier-than-case',
    },
    {
      day: 'firstDayOfRulingYear',
      is: 'NOT_AFTER',
      than: 'ruledOn',
      pointer: '/ruling/number',
      code: 'ruling-number-of-later-year',
    },
    { day: 'termFrom', is: 'NOT_BEFORE', than: 'ruledOn', pointer: '/from', code: 'ruling-after-term-start' },
    { day: 'termTo', is: 'NOT_BEFORE', than: 'termFrom', pointer: '/to', code: 'seizure-term-reversed' },
    { day: 'termTo', is: 'NOT_BEFORE', than: 'today', pointer: '/to', code: 'seizure-term-over' },
  ],
  consent: [
    { day: 'givenOn', is: 'NOT_AFTER', than: 'today', pointer: '/givenOn', code: 'given-in-future' },
    { day: 'givenOn', is: 'NOT_BEFORE', than: 'basisEffectiveOn', pointer: '/givenOn', code: 'given-before-basis' },
  ],
  plan: [
    { day: 'signedOn', is: 'NOT_AFTER', than: 'today', pointer: '/signedOn', code: 'signed-in-future' },
    { day: 'signedOn', is: 'NOT_BEFORE', than: 'basisEffectiveOn', pointer: '/signedOn', code: 'signed-before-basis' },
  ],
  schedule: [
    {
      day: 'firstDueOn',
      is: 'NOT_BEFORE',
      than: 'signedOn',
      pointer: '/firstDueDate',
      code: 'first-due-before-signing',
    },
  ],
  confirmation: [
    { day: 'confirmedOn', is: 'NOT_AFTER', than: 'today', pointer: '/confirmedOn', code: 'given-in-future' },
    {
      day: 'confirmedOn',
      is: 'NOT_BEFORE',
      than: 'signedOn',
      pointer: '/confirmedOn',
      code: 'confirmed-before-signing',
    },
  ],
  amendment: [
    { day: 'effectiveOn', is: 'AFTER', than: 'versionFrom', pointer: '/effectiveOn', code: 'amendment-too-early' },
  ],
  amendedSchedule: [
    {
      day: 'firstDueOn',
      is: 'NOT_BEFORE',
      than: 'effectiveOn',
      pointer: '/firstDueDate',
      code: 'first-due-before-version',
    },
  ],
  payment: [
    { day: 'receivedOn', is: 'NOT_AFTER', than: 'today', pointer: '/receivedOn', code: 'received-in-future' },
    {
      day: 'receivedOn',
      is: 'NOT_BEFORE',
      than: 'basisMadeOn',
      pointer: '/receivedOn',
      code: 'received-before-basis',
    },
  ],
  payout: [
    { day: 'paidOn', is: 'NOT_AFTER', than: 'today', pointer: '/paidOn', code: 'paid-in-future' },
    { day: 'paidOn', is: 'NOT_BEFORE', than: 'approvedOn', pointer: '/paidOn', code: 'paid-before-approval' },
  ],
  returnedPayout: [
    { day: 'returnedOn', is: 'NOT_AFTER', than: 'today', pointer: '/returnedOn', code: 'returned-in-future' },
    { day: 'returnedOn', is: 'NOT_BEFORE', than: 'paidOn', pointer: '/returnedOn', code: 'returned-before-payout' },
  ],
  departmentRequest: [{ day: 'dueOn', is: 'NOT_BEFORE', than: 'today', pointer: '/dueOn', code: 'due-in-past' }],
  meeting: [
    { day: 'heldOn', is: 'NOT_AFTER', than: 'today', pointer: '/heldOn', code: 'held-in-future' },
    { day: 'heldOn', is: 'NOT_BEFORE', than: 'openedOn', pointer: '/heldOn', code: 'held-before-review' },
  ],
  measure: [{ day: 'dueOn', is: 'AFTER', than: 'today', pointer: '/dueOn', code: 'due-in-past' }],
  accelerationNotice: [
    { day: 'declaredOn', is: 'NOT_AFTER', than: 'today', pointer: '/declaredOn', code: 'declared-in-future' },
    { day: 'declaredOn', is: 'NOT_BEFORE', than: 'breachOn', pointer: '/declaredOn', code: 'declared-before-breach' },
  ],
  accelerationService: [
    { day: 'servedOn', is: 'NOT_AFTER', than: 'today', pointer: '/servedOn', code: 'served-in-future' },
    { day: 'servedOn', is: 'NOT_BEFORE', than: 'declaredOn', pointer: '/servedOn', code: 'served-before-notice' },
  ],
  accelerationWithdrawal: [
    { day: 'withdrawnOn', is: 'NOT_AFTER', than: 'today', pointer: '/withdrawnOn', code: 'withdrawn-in-future' },
    {
      day: 'withdrawnOn',
      is: 'NOT_BEFORE',
      than: 'declaredOn',
      pointer: '/withdrawnOn',
      code: 'withdrawn-before-notice',
    },
  ],
  announcement: [
    { day: 'announcedOn', is: 'NOT_AFTER', than: 'today', pointer: '/announcedOn', code: 'announced-in-future' },
  ],
} as const satisfies Readonly<Record<string, readonly DateRelation[]>>;

/** Acts whose days are compared. */
export type DatedAct = keyof typeof DATE_RELATIONS;
