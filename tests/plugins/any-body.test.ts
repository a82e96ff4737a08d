import fc from 'fast-check';
import t from 'tap';
import { readStored } from '../database/stored.js';
import { EXAMPLES } from '../features/papers/calculations/examples.js';
import type { Caller } from '../support/app.js';
import { PAYEE } from '../support/payouts.js';
import { COURT_RECORD, MEETING, OPINION, RELIEF, REVIEW } from '../support/reviews.js';
import { FILING, PLAN, SEIZURE } from '../support/story.js';
import { JSON_BODY } from './bodies.js';
import { addressOf, listOperations, type Operation } from './operations.js';
import { refusalOf } from './refusals.js';
import { freshKey, PAYMENT, setStage, type Stage } from './stage.js';

/** The same bodies in each run; `npm test` looks for no new ones. Set both to hunt. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20230928);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 40);

/** Values at and beyond the edges of what fields take. */
const EDGES: readonly string[] = [
  ...[
    '0',
    '-1',
    '0.5',
    '1e15',
    '1000000000000001',
    '9007199254740993',
    '1e999',
    '-1e999',
    '1e-320',
    '2147483648',
    '60',
    '61',
  ],
  ...['"1900-01-01"', '"2199-12-31"', '"0001-01-01"', '"2023-02-30"', '"2024-02-29"', '"MONTH_END"', '31', '32'],
  ...[
    'null',
    'true',
    '""',
    '" "',
    '[]',
    '{}',
    '[[]]',
    '"\\u0000"',
    '"\\ud800"',
    '"-0"',
    '"9999.999999999999"',
    '"__proto__"',
  ],
  ...[
    `"${'长'.repeat(3000)}"`,
    '"018f0000-0000-7000-8000-000000000000"',
    '"CUSTOM"',
    '"ANNUITY"',
    '"FIXED_DAILY"',
    '"AUTOMATIC"',
  ],
];

/** JSON pointers of all values inside a body. */
function pointersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pointersOf(inner, `${at}/${key}`))];
}

function replaceAt(body: unknown, pointer: string, mark: string): unknown {
  if (pointer === '') return mark;
  const [key = '', ...rest] = pointer.slice(1).split('/');
  const inner = rest.length === 0 ? '' : `/${rest.join('/')}`;
  const place = body as Record<string, unknown>;
  const changed = replaceAt(place[key], inner, mark);
  return Array.isArray(body)
    ? body.map((one, index) => (String(index) === key ? changed : one))
    : { ...place, [key]: changed };
}

/** A right body with one to three of its values replaced by edges. */
function spoiled(body: object): fc.Arbitrary<string> {
  const spot = fc.record({ pointer: fc.constantFrom(...pointersOf(body)), edge: fc.constantFrom(...EDGES) });
  return fc.array(spot, { minLength: 1, maxLength: 3 }).map((spots) => {
    let text: unknown = body;
    const edges: string[] = [];
    for (const { pointer, edge } of spots) {
      if (!pointersOf(text).includes(pointer)) continue;
      text = replaceAt(text, pointer, `@@${edges.push(edge) - 1}@@`);
    }
    return JSON.stringify(text).replace(/"@@(\d+)@@"/g, (_whole, index: string) => edges[Number(index)] ?? 'null');
  });
}

/** Bodies that would be right, by operation. */
function rightBodies(stage: Stage): Record<string, object> {
  const word = { method: 'SIGNED_RECORD', evidence: '笔录' };
  const calculations = EXAMPLES.map(({ kind, input }) => {
    return [`calculate${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, input];
  });
  return {
    ...Object.fromEntries(calculations),
    signIn: { username: 'nobody', password: 'none', code: '1' },
    acceptInvitation: { token: 'none', password: 'three little ducks' },
    changePassword: { currentPassword: 'reprieve', password: 'three little ducks' },
    beginSecondFactor: { currentPassword: 'reprieve' },
    makeApiKey: { name: '接口', scopes: ['cases:read'], currentPassword: 'reprieve' },
    confirmSecondFactor: { code: '123456' },
    requestAccount: {
      ...{ kind: 'CREATE', username: 'new', displayName: '新', email: 'a@b.cn', roles: ['OFFICER'], reason: '新任' },
      ...{ departmentCode: 'TAX', parties: [{ partyId: stage.applicantId }] },
    },
    decideAccountRequest: { decision: 'REJECT', reason: '重复' },
    deactivateUser: { reason: '调离' },
    fileCase: { ...FILING, caseNumber: '（2023）浙0702执@serial@号', earlierCaseNumber: '（2022）浙0702执1号' },
    changeCase: { collectionAccount: FILING.collectionAccount, reason: '账户变更' },
    decideClaimCorrection: { decision: 'REJECT', reason: '不属实' },
    decideCollectionAccount: { decision: 'REJECT', reason: '不属实' },
    enterDirectoryChange: { subject: 'DEPARTMENT', change: 'CREATE', code: 'LAND', name: '自然资源局', reason: '新增' },
    decideDirectoryChange: { decision: 'REJECT', reason: '重复' },
    enterCourtLimit: { approvalLimitFen: 10 ** 15, reason: '本院决定' },
    decideCourtLimit: { decision: 'REJECT', reason: '重复' },
    requestDelegation: {
      ...{ principalId: stage.caseId, deputyId: stage.caseId, roles: ['OFFICER'] },
      ...{ fromOn: '2024-01-01', toOn: '2024-01-02', reason: '出差' },
    },
    enterEscalationPolicy: { steps: [{ step: 'D-7', offsetDays: -10 }], reason: '本院决定' },
    decideEscalationPolicy: { decision: 'REJECT', reason: '重复' },
    decideDelegation: { decision: 'REJECT', reason: '无需' },
    endDelegation: { reason: '提前返岗' },
    makeDocument: { kind: 'PAYMENT_RECEIPT', subjectId: stage.paymentId },
    requestRelief: { ...RELIEF, path: 'SETTLEMENT_SUSPENSION', newFacts: '新订单', evidence: '笔录' },
    openReview: REVIEW,
    giveOpinion: OPINION,
    recordMeeting: { ...MEETING, dissent: '无' },
    recordCourtRecord: { ...COURT_RECORD, fileIds: [stage.caseId] },
    decideReview: {
      ...{
        outcome: 'GRANT_WITH_CONDITIONS',
        reasons: '有挽救价值。',
        conditions: ['监管账户'],
        reliefPath: 'SETTLEMENT_SUSPENSION',
      },
      measures: [{ departmentCode: 'TAX', measure: '延期缴纳', dueOn: '2023-10-31' }],
    },
    enterDisbursement: {
      ...{ kind: 'APPLICANT', applicantId: stage.applicantId, amountFen: 1 },
      ...{ payee: PAYEE, reason: '发放', evidence: '委托书' },
    },
    decideDisbursement: { decision: 'REJECT', reason: '重复' },
    recordPayout: { outcome: 'PAID', paidOn: '2023-09-28', bankTransactionNo: '1' },
    uploadFile: { file: 'a' },
    recuse: { userId: stage.caseId, ground: '与当事人有利害关系' },
    liftRecusal: { reason: '查明无关' },
    assignCase: { officerId: stage.caseId, judgeId: stage.caseId, reason: '工作调整' },
    unmask: { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '核对账户' },
    searchCases: { field: 'PHONE', value: '13800138000', purpose: '核对账户' },
    findPerformed: { reason: '已全部到账', fileIds: [stage.caseId] },
    setPerformanceAside: { reason: '误入账' },
    orderSeizure: { ...SEIZURE, rank: 1 },
    recordConsent: { ...word, applicantId: stage.applicantId, scope: 'RELIEF', givenOn: '2023-09-28' },
    draftPlan: { ...PLAN, principalsFen: [1, 2], applicantIds: [stage.applicantId] },
    confirmPlan: { ...word, party: 'APPLICANT', partyId: stage.applicantId, confirmedOn: '2023-09-28' },
    declareAcceleration: { declaredOn: '2023-09-28', evidence: '通知书', fileIds: [stage.caseId] },
    serveAcceleration: {
      ...{ way: 'COURT', servedBy: '法警', partyId: stage.enterpriseId, method: 'POST', servedOn: '2023-09-28' },
      fileIds: [stage.caseId],
    },
    withdrawAcceleration: { withdrawnOn: '2023-09-28', evidence: '撤回书', fileIds: [stage.caseId] },
    recordPayment: { ...PAYMENT, bankTransactionNo: '1' },
    decidePayment: { decision: 'REJECT', reason: '重复' },
    confirmPayment: { evidence: '回单' },
    findReceipt: { reason: '银行回单' },
    reversePayment: { reason: '退款' },
    transferPayment: { toCaseId: stage.caseId, reason: '另案款项' },
    decidePaymentTransfer: { decision: 'REJECT', reason: '不属实' },
    advanceBusinessDate: { date: '2023-09-01' },
    verifyAudit: { caseId: stage.caseId, from: '2023-09-01', to: '2023-09-30' },
    startRun: { job: 'daily-close', asOf: '2023-09-27' },
  };
}

/** Who may do it, so that a body comes as far as it can. Nobody moves the clock or starts jobs here. */
function callerOf(stage: Stage, operationId: string): Caller {
  const { admin, enterprise, judge, finance, clerk } = stage.people;
  if (['activatePlan', 'findPerformed', 'findReceipt', 'setPerformanceAside'].includes(operationId)) return judge;
  if (['requestAccount', 'enterCourtLimit', 'enterDirectoryChange', 'enterEscalationPolicy'].includes(operationId))
    return admin;
  // Nobody else acts as the enterprise here, so that its signing out ends nothing.
  if (operationId === 'signOutEverywhere') return enterprise;
  if (operationId === 'verifyAudit') return stage.people.auditor;
  return ['decidePayment', 'reversePayment'].includes(operationId) ? finance : clerk;
}

t.test('whatever JSON is sent, the answer is no fault of ours, and what is refused is not stored', async (t) => {
  const stage = await setStage(t);
  const { test } = stage;
  const bodies = rightBodies(stage);
  const ids = { ...stage, runId: stage.caseId, accelerationNoticeId: stage.caseId };

  let serial = 0;
  async function send({ method, path, text }: Operation, body: string) {
    const call = callerOf(stage, text.operationId)[method === 'patch' || method === 'put' ? method : 'post'];
    return call(addressOf(path, ids), body.replace('@serial@', String((serial += 1))), {
      ...JSON_BODY,
      'if-match': '*',
      ...freshKey(),
    });
  }

  const writing = (await listOperations(test)).filter(({ method }) => method !== 'get');
  t.ok(writing.length >= 18, 'the operations that take a body were found');
  for (const operation of writing) {
    const right = bodies[operation.text.operationId] ?? {};
    const body = fc.oneof(
      { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
      { weight: 1, arbitrary: fc.json({ stringUnit: 'binary', maxDepth: 2 }) },
      { weight: 4, arbitrary: spoiled(right) },
    );
    await t.test(`${operation.method} ${operation.path}`, async (t) => {
      let before = await readStored(test.deps.sql, ['idempotency_keys', 'sign_in_attempts']);
      const property = fc.asyncProperty(body, async (sent) => {
        const answer = await send(operation, sent);
        const after = await readStored(test.deps.sql, ['idempotency_keys', 'sign_in_attempts']);
        const unchanged = JSON.stringify(after) === JSON.stringify(before);
        before = after;
        if (answer.status < 400) return;
        const refused = refusalOf(answer);
        if (typeof refused === 'string' || refused.status >= 500) throw new Error(JSON.stringify(answer.body));
        if (!unchanged) throw new Error(`stored in spite of ${refused.code}`);
      });
      const outcome = await fc.check(property, { seed: SEED, numRuns: RUNS, endOnFailure: RUNS > 40 });
      t.notOk(
        outcome.failed,
        outcome.failed ? `${outcome.counterexample} ${outcome.errorInstance}` : 'no 5xx, nothing stored',
      );
    });
  }
});
