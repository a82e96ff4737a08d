import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { GROUNDS } from '../../src/features/dossier/cases/grounds.js';
import { openKnownCase } from '../../src/features/dossier/cases/open-case.js';
import { verifyEverything } from '../../src/features/operations/audit/verification.js';
import { insertNotice } from '../../src/features/plans/acceleration/repository.js';
import { inTransaction } from '../../src/platform/context.js';
import { readStored } from '../database/stored.js';
import { buildFiling } from '../features/dossier/cases/filings.js';
import { EXAMPLES } from '../features/papers/calculations/examples.js';
import { addAccount, idOf } from '../features/people/identity/accounts.js';
import type { Caller, TestAnswer, TestApp } from '../support/app.js';
import { correctClaim } from '../support/corrections.js';
import { PAYEE } from '../support/payouts.js';
import { COURT_RECORD, MEETING, OPINION, RELIEF, REVIEW } from '../support/reviews.js';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { expectStatus, FILING, pay, type People, PLAN, SEIZURE, settleCase } from '../support/story.js';
import { upload } from '../support/uploads.js';
import { addressOf, listOperations, type Operation } from './operations.js';
import { enterPayment, freshKey, PAYMENT, setStage } from './stage.js';

/**
 * The table that the product is compared with; `PERMISSIONS_WRITE=1` writes what is, to be read before it is
 * committed.
 */
/** Each connection keeps every statement that it has prepared: texts must not grow with lists and rows. */
const STATEMENTS_MAX = 500;
const TABLE = path.join(PROJECT_DIRECTORY, 'docs/permissions.md');
const MARK = /(<!-- permissions: table -->\n)[\s\S]*?(<!-- end of permissions -->)/;

/** Columns of the table: nobody, then one account of each role. */
const CALLERS = [
  ['nobody', undefined],
  ['officer', 'clerk'],
  ['judge', 'judge'],
  ['chief', 'chief'],
  ['president', 'president'],
  ['finance', 'finance'],
  ['secretariat', 'secretariat'],
  ['department', 'dept-industry'],
  ['enterprise', 'enterprise'],
  ['applicant', 'applicant'],
  ['monitor', 'monitor'],
  ['auditor', 'auditor'],
  ['admin', 'admin'],
  ['security', 'security'],
] as const;

/** What one case and its things are called in an address. */
type Ids = Readonly<Record<string, string>>;

/** A case of each situation with one thing of every kind on it. */
interface World {
  /** The case of the enterprise and the applicant, in the court of the others. */
  readonly own: Ids;
  /** A case of other parties in the same court. */
  readonly other: Ids;
  /** A case in another court. */
  readonly elsewhere: Ids;
}
const SITUATIONS = ['own', 'other', 'elsewhere'] as const;
/** Parameters that name a case or something of one. */
const OF_A_CASE = [
  'caseId',
  'planId',
  'accelerationNoticeId',
  'paymentId',
  'disbursementId',
  'documentId',
  'reviewId',
  'reliefRequestId',
  'seizureId',
  'noticeId',
  'correctionId',
  'accountChangeId',
  'transferId',
  'taskId',
  'fileId',
];

/** Nothing is late here: a notice of each plan, which bears its id. */
async function declareEverywhere(test: TestApp): Promise<void> {
  const ctx = await test.jobContext();
  const found = await test.owner<{ courtCode: string; caseId: string; planId: string; recordedBy: string }[]>`
    select court_code as "courtCode", case_id as "caseId", id as "planId", drafted_by as "recordedBy" from plans`;
  for (const { courtCode, caseId, planId, recordedBy } of found) {
    await inTransaction(ctx, async (tx) => {
      const file = await openKnownCase(tx, courtCode, caseId);
      const data = { noticeId: planId, planId, declaredOn: tx.today, files: [] };
      const row = { courtCode, id: planId, caseId, planId, declaredOn: tx.today, evidence: '通知书', fileIds: [] };
      await insertNotice(tx, { ...row, recordedBy, createdAt: tx.clock.now() });
      file.record({ type: 'ACCELERATION_DECLARED', data, ground: GROUNDS.acceleration });
    });
  }
}

/** A claim of a few fen, paid beyond its sum: the surplus opens a refund task. */
async function makeRefund(people: People, filing: typeof FILING, caseNumber: string): Promise<string> {
  const { enterprise, applicants } = filing;
  const claim = { principalFen: 100 };
  const filed = expectStatus(
    await people.clerk.post('/v1/cases', { ...FILING, caseNumber, enterprise, applicants, claim }),
    201,
  );
  await pay(people, filed.body.id, 1_000_000, '2023-09-28');
  const { items } = (await people.clerk.get(`/v1/refund-tasks?caseId=${filed.body.id}`)).body;
  return items[0].id;
}

/** A correction that was decided, so that parties read it, and the file that proves it. */
async function correct(people: People, caseId: string): Promise<{ correctionId: string; fileId: string }> {
  const fileId = expectStatus(await upload(people.clerk), 201).body.id;
  return { correctionId: (await correctClaim(people, caseId, { costsFen: 1, fileIds: [fileId] })).id, fileId };
}

/**
 * A joint review in another case of these parties, in which one department is asked, and the request that it answers.
 */
async function review(people: People, filing: typeof FILING, caseNumber: string, departmentCode: string): Promise<Ids> {
  const { id } = expectStatus(await people.clerk.post('/v1/cases', { ...filing, caseNumber }), 201).body;
  const asked = { ...RELIEF, requestedBy: 'ENTERPRISE', evidence: '笔录' };
  const request = expectStatus(await people.clerk.post(`/v1/cases/${id}/relief-requests`, asked), 201).body;
  const departments = [{ departmentCode, question: '是否具有挽救价值?' }];
  const opened = await people.clerk.post(`/v1/cases/${id}/joint-reviews`, { departments });
  return { reviewId: expectStatus(opened, 201).body.id, reliefRequestId: request.id };
}

/** Another account that somebody has asked for. */
async function askForAccount(clerk: Caller, caseId: string): Promise<{ accountChangeId: string }> {
  const body = { collectionAccount: FILING.collectionAccount, reason: '账户变更' };
  const asked = await clerk.patch(`/v1/cases/${caseId}`, body, { 'if-match': '*' });
  return { accountChangeId: expectStatus(asked, 202).body.id };
}

/** A payment that somebody asks to have moved to a case of its own. */
async function askForTransfer(people: People, caseId: string, filing: typeof FILING): Promise<{ transferId: string }> {
  const { id: toCaseId } = expectStatus(await people.clerk.post('/v1/cases', filing), 201).body;
  const paymentId = await pay(people, caseId, 100, '2023-09-28');
  const asked = await people.clerk.post(`/v1/payments/${paymentId}/transfer`, { toCaseId, reason: '另案款项' });
  return { transferId: expectStatus(asked, 201).body.id };
}

/** A disbursement of money that has come in, with its form. */
async function disburse(people: People, caseId: string, applicantId: string): Promise<Ids> {
  await pay(people, caseId, 100, '2023-09-28');
  const body = { kind: 'APPLICANT', applicantId, amountFen: 1, payee: PAYEE, reason: '发放', evidence: '委托书' };
  const made = await people.clerk.post(`/v1/cases/${caseId}/disbursements`, body);
  const disbursementId = expectStatus(made, 201).body.id;
  const form = { kind: 'DISBURSEMENT_FORM', subjectId: disbursementId };
  const document = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/documents`, form), 201).body;
  return { disbursementId, documentId: document.id };
}

/** Somebody of the court who must not work on the case. */
async function recuse(test: TestApp, courtCode: string, caseId: string): Promise<{ recusalId: string }> {
  const person = await addAccount(test, { username: `recused-${caseId}`, roles: ['OFFICER'], courtCode });
  const made = await person.post(`/v1/cases/${caseId}/recusals`, { ground: '与当事人有利害关系' });
  return { recusalId: expectStatus(made, 201).body.id };
}

/** A settled case of other parties with everything on it. */
async function makeOtherCase(
  test: TestApp,
  people: People,
  filing: typeof FILING,
  refundNumber: string,
  courtCode: string,
): Promise<Ids> {
  const settled = await settleCase(people, filing);
  const reader = await addAccount(test, {
    username: `reader-${settled.caseId}`,
    roles: ['ENTERPRISE'],
    partyId: settled.enterpriseId,
  });
  const { caseId } = settled;
  const seized = expectStatus(await people.clerk.post(`/v1/cases/${caseId}/seizures`, SEIZURE), 201).body;
  return {
    ...settled,
    paymentId: await enterPayment(people.clerk, caseId),
    seizureId: seized.id,
    noticeId: (await reader.get('/v1/notices')).body.items[0].id,
    ...(await correct(people, caseId)),
    ...(await askForAccount(people.clerk, caseId)),
    ...(await disburse(people, caseId, settled.applicantId)),
    ...(await recuse(test, courtCode, caseId)),
    taskId: await makeRefund(people, filing, refundNumber),
  };
}

async function makeWorld(t: { teardown(work: () => unknown): void }) {
  const stage = await setStage(t);
  const { test, people } = stage;
  const court = { courtCode: '浙0703' };
  const there: People = {
    ...people,
    clerk: await test.as('clerk-0703'),
    judge: await addAccount(test, { username: 'judge-0703', roles: ['JUDGE'], ...court }),
    finance: await addAccount(test, { username: 'finance-0703', roles: ['FINANCE'], ...court }),
  };
  const number = (court0: string, serial: number) => `（2023）浙${court0}执${serial}号`;
  const { caseId, planId, paymentId, seizureId, noticeId, enterpriseId, applicantId } = stage;
  const own = {
    ...{ caseId, planId, paymentId, seizureId, noticeId, enterpriseId, applicantId },
    ...(await correct(people, caseId)),
    ...(await askForAccount(people.clerk, caseId)),
    ...(await disburse(people, caseId, applicantId)),
    ...(await recuse(test, '浙0702', caseId)),
    ...(await review(people, FILING, number('0702', 73), 'INDUSTRY')),
    ...(await askForTransfer(people, caseId, { ...FILING, caseNumber: number('0702', 75) })),
    taskId: await makeRefund(people, FILING, number('0702', 71)),
  };
  const another = await makeOtherCase(test, people, buildFiling(1), number('0702', 72), '浙0702');
  const other = {
    ...another,
    ...(await review(people, buildFiling(1), number('0702', 74), 'HOUSING')),
    ...(await askForTransfer(people, another['caseId'] ?? '', { ...buildFiling(1), caseNumber: number('0702', 76) })),
  };
  const filing = buildFiling(2, { caseNumber: number('0703', 1) });
  await addAccount(test, { username: 'industry-0703', roles: ['DEPARTMENT'], ...court, departmentCode: 'INDUSTRY' });
  const distant = await makeOtherCase(test, there, filing, number('0703', 2), '浙0703');
  const elsewhere = {
    ...distant,
    ...(await review(there, filing, number('0703', 3), 'INDUSTRY')),
    ...(await askForTransfer(there, distant['caseId'] ?? '', { ...filing, caseNumber: number('0703', 4) })),
  };
  await declareEverywhere(test);
  const withNotice = (ids: Ids): Ids => ({ ...ids, accelerationNoticeId: ids['planId'] ?? '' });
  const world = { own: withNotice(own), other: withNotice(other), elsewhere: withNotice(elsewhere) } satisfies World;
  return { test, people, world };
}

/** Things that belong to no case, made by those who may. */
async function makeCommonIds(test: TestApp, { admin }: People): Promise<Ids> {
  const { items } = (await admin.get('/v1/lending-rates?limit=1')).body;
  const run = expectStatus(await admin.post('/v1/job-runs', { job: 'remind' }), 202).body;
  const spare = await addAccount(test, { username: 'spare', roles: ['OFFICER'], courtCode: '浙0702' });
  const wanted = { kind: 'CHANGE', userId: spare.id, roles: ['JUDGE'], reason: '升任' };
  const asked = expectStatus(await admin.post('/v1/account-requests', wanted), 201).body;
  const limit = { approvalLimitFen: null, reason: '本院决定' };
  const renamed = { subject: 'DEPARTMENT', change: 'RENAME', code: 'TAX', name: '税务局', reason: '更名' };
  const { id: changeId } = expectStatus(await admin.post('/v1/directory-changes', renamed), 201).body;
  const { id: limitId } = expectStatus(await admin.post('/v1/court-limits', limit), 201).body;
  const ladder = { steps: [{ step: 'D-7', offsetDays: -8 }], reason: '本院决定' };
  const policy = await admin.put('/v1/escalation-policies', ladder, { 'if-match': '*' });
  const { id: policyId } = expectStatus(policy, 200).body;
  const absence = { principalId: spare.id, deputyId: await idOf(test, 'clerk'), roles: ['OFFICER'], reason: '年休假' };
  const days = { fromOn: '2023-10-01', toOn: '2023-10-07' };
  const chief = await test.as('chief');
  const { id: delegationId } = expectStatus(await chief.post('/v1/delegations', { ...absence, ...days }), 201).body;
  const sessionId = '0'.repeat(24);
  return {
    rateId: items[0].id,
    runId: run.id,
    year: '2026',
    userId: spare.id,
    requestId: asked.id,
    sessionId,
    limitId,
    changeId,
    courtCode: '浙0702',
    departmentCode: 'TAX',
    delegationId,
    policyId,
    keyId: spare.id,
    accountNoticeId: spare.id,
    spareId: spare.id,
  };
}

/** Each correction has to change something. */
let corrections = 0;

/** Bodies that are right in shape; a rule may still refuse them, which is no matter of permission. */
function bodyOf(operationId: string, ids: Ids): object {
  const word = { method: 'SIGNED_RECORD', evidence: '笔录' };
  const { principalFen: _balance, ...amended } = PLAN;
  const example = EXAMPLES.find(
    ({ kind }) => operationId === `calculate${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
  );
  const bodies: Record<string, object> = {
    signIn: { username: 'clerk', password: 'reprieve' },
    acceptInvitation: { token: 'none', password: 'three little ducks' },
    changePassword: { currentPassword: 'reprieve', password: 'three little ducks' },
    beginSecondFactor: { currentPassword: 'reprieve' },
    makeApiKey: { name: '接口', scopes: ['cases:read'], currentPassword: 'reprieve' },
    confirmSecondFactor: { code: '123456' },
    requestAccount: { kind: 'CREATE', username: 'new', displayName: '新', roles: ['OFFICER'], reason: '新任' },
    decideAccountRequest: { decision: 'REJECT', reason: '重复' },
    deactivateUser: { reason: '调离' },
    fileCase: { ...FILING, caseNumber: '（2023）浙0702执1234号' },
    changeCase: { collectionAccount: FILING.collectionAccount, reason: '账户变更' },
    decideCollectionAccount: { decision: 'REJECT', reason: '不属实' },
    enterDirectoryChange: { subject: 'DEPARTMENT', change: 'CREATE', code: 'LAND', name: '自然资源局', reason: '新增' },
    decideDirectoryChange: { decision: 'REJECT', reason: '重复' },
    enterCourtLimit: { approvalLimitFen: 10 ** 15, reason: '本院决定' },
    decideCourtLimit: { decision: 'REJECT', reason: '重复' },
    requestDelegation: {
      deputyId: ids['spareId'],
      roles: ['OFFICER'],
      fromOn: '2024-01-01',
      toOn: '2024-01-02',
      reason: '出差',
    },
    enterEscalationPolicy: { steps: [{ step: 'D-7', offsetDays: -10 }], reason: '本院决定' },
    decideEscalationPolicy: { decision: 'REJECT', reason: '重复' },
    decideDelegation: { decision: 'REJECT', reason: '无需' },
    endDelegation: { reason: '提前返岗' },
    recuse: { userId: ids['spareId'], ground: '与当事人有利害关系' },
    liftRecusal: { reason: '查明无关' },
    assignCase: { officerId: ids['spareId'], reason: '工作调整' },
    unmask: { field: 'COLLECTION_ACCOUNT_NUMBER', purpose: '核对账户' },
    searchCases: { field: 'PHONE', value: '13800138000', purpose: '核对账户' },
    correctClaim: {
      costsFen: 1000 + (corrections += 1),
      ground: 'CORRECTION_RULING',
      reason: '补正',
      evidence: '裁定书',
    },
    decideClaimCorrection: { decision: 'REJECT', reason: '不属实' },
    findPerformed: { reason: '已全部到账' },
    setPerformanceAside: { reason: '误入账' },
    orderSeizure: SEIZURE,
    recordConsent: { ...word, applicantId: ids['applicantId'], scope: 'RELIEF', givenOn: '2023-09-28' },
    draftPlan: PLAN,
    confirmPlan: { ...word, party: 'APPLICANT', partyId: ids['applicantId'], confirmedOn: '2023-09-28' },
    draftAmendment: { ...amended, reason: '变更', effectiveOn: '2023-09-29' },
    declareAcceleration: { declaredOn: '2023-09-28', evidence: '通知书' },
    serveAcceleration: {
      ...{ way: 'COURT', servedBy: '法警', partyId: ids['enterpriseId'], method: 'POST', servedOn: '2023-09-28' },
      fileIds: [ids['caseId']],
    },
    withdrawAcceleration: { withdrawnOn: '2023-09-28', evidence: '撤回书' },
    supposePlan: { hypotheses: [{ kind: 'STOP_PAYING', from: '2023-12-01' }] },
    makeDocument: { kind: 'DISBURSEMENT_FORM', subjectId: ids['disbursementId'] },
    requestRelief: { ...RELIEF, evidence: '笔录' },
    openReview: REVIEW,
    giveOpinion: { ...OPINION, data: {} },
    recordMeeting: MEETING,
    recordCourtRecord: COURT_RECORD,
    decideReview: { outcome: 'REJECT', reasons: '无挽救价值。' },
    recordPayment: PAYMENT,
    enterDisbursement: {
      ...{ kind: 'APPLICANT', applicantId: ids['applicantId'], amountFen: 10 ** 14 },
      ...{ payee: PAYEE, reason: '发放', evidence: '委托书' },
    },
    decideDisbursement: { decision: 'REJECT', reason: '重复' },
    recordPayout: { outcome: 'FAILED', reason: '账号有误' },
    decidePayment: { decision: 'REJECT', reason: '重复' },
    reversePayment: { reason: '退款' },
    transferPayment: { toCaseId: ids['caseId'], reason: '另案款项' },
    decidePaymentTransfer: { decision: 'REJECT', reason: '不属实' },
    confirmPayment: { evidence: '回单' },
    findReceipt: { reason: '银行回单' },
    advanceBusinessDate: { date: '2023-09-01' },
    startRun: { job: 'remind' },
    enterLendingRate: { announcedOn: '2023-09-25', lpr1Y: '3.00', lpr5Y: '3.50', source: '同业拆借中心' },
    enterHolidays: {
      year: 2027,
      notice: '国办发明电〔2026〕1号',
      offDays: ['2027-01-01'],
      makeupWorkdays: [],
      source: '国务院办公厅',
    },
    calculatePlanQuotes: {
      principalFen: 100,
      counts: [2],
      firstDueDate: '2024-01-31',
      dueDay: 31,
      intervalMonths: 1,
      shift: 'NONE',
    },
  };
  return example?.input ?? bodies[operationId] ?? {};
}

/**
 * Bodies of a call, of which one that is allowed suffices: the general one, and one for each party that may act for
 * itself, as that party would send it.
 */
function bodiesOf(operationId: string, ids: Ids): object[] {
  const general = bodyOf(operationId, ids);
  const ofParties: Record<string, object[]> = {
    recordConsent: [{ applicantId: ids['applicantId'] }],
    confirmPlan: [
      { party: 'ENTERPRISE', partyId: ids['enterpriseId'] },
      { party: 'APPLICANT', partyId: ids['applicantId'] },
    ],
    requestRelief: [{ requestedBy: 'ENTERPRISE' }, { requestedBy: 'APPLICANT' }],
  };
  return [general, ...(ofParties[operationId] ?? []).map((own) => ({ ...general, ...own }))];
}

/** What a call has to be asked with. */
function queryOf(operationId: string, ids: Ids): string {
  if (operationId === 'readDifference') return `?from=${ids['planId']}`;
  return operationId === 'exportAuditEvents' ? '?log=EVENTS&purpose=check' : '';
}

/** What an answer says of permission, whatever else it says. */
function judge(answer: TestAnswer): '●' | '–' | '○' | '×' {
  // Shape comes before permission: a wrong one would hide who may.
  if (answer.status === 400 || answer.status >= 500) throw new Error(`asked wrongly: ${JSON.stringify(answer.body)}`);
  if (answer.status === 401) return '×';
  if (answer.status === 403) return '–';
  return answer.status === 404 ? '○' : '●';
}

async function ask(
  caller: Caller,
  { method, path: template, text }: Operation,
  ids: Ids,
): Promise<'●' | '–' | '○' | '×'> {
  const query = queryOf(text.operationId, ids);
  const url = `${addressOf(template, ids)}${query}`;
  if (method === 'get') return judge(await caller.get(url));
  if (text.operationId === 'uploadFile') return judge(await upload(caller));
  const send = method === 'patch' ? caller.patch : method === 'put' ? caller.put : caller.post;
  for (const body of bodiesOf(text.operationId, ids)) {
    const sign = judge(await send(url, body, { ...freshKey(), 'if-match': '*' }));
    if (sign !== '–') return sign;
  }
  return '–';
}

const isOfACase = ({ path: template }: Operation) => OF_A_CASE.some((name) => template.includes(`{${name}}`));

function toRow(operation: Operation, cells: readonly string[]): string {
  const { method, path: template, text } = operation;
  return `| \`${method.toUpperCase()} ${template}\` | ${text.summary} | ${cells.join(' | ')} |`;
}

function toTable(rows: readonly string[]): string {
  const names = CALLERS.map(([name]) => name);
  return [
    `| Call | Does | ${names.join(' | ')} |`,
    `| --- | --- | ${names.map(() => '---').join(' | ')} |`,
    ...rows,
  ].join('\n');
}

t.test('who may call what, in every situation, is what docs/permissions.md says', async (t) => {
  const { test, people, world } = await makeWorld(t);
  const common = await makeCommonIds(test, people);
  const callers = new Map<string, Caller>();
  for (const [name, username] of CALLERS) callers.set(name, username ? await test.as(username) : test.stranger);
  const operations = await listOperations(test);
  const document = readFileSync(TABLE, 'utf8');
  const written = new Map(
    [...document.matchAll(/^\| `([A-Z]+ \S+)` \|[^|]*\|(.*)\|$/gm)].map(([, call = '', cells = '']) => {
      return [call, cells.split('|').map((cell) => cell.trim())] as const;
    }),
  );
  const callOf = ({ method, path: template }: Operation) => `${method.toUpperCase()} ${template}`;

  // Each sign of each cell is asked for by itself: first those that say "refused", which change nothing, then the rest.
  const found = new Map(operations.map((operation) => [callOf(operation), CALLERS.map((): string[] => [])]));
  const asks = operations.flatMap((operation) =>
    CALLERS.flatMap(([name], column) =>
      (isOfACase(operation) ? SITUATIONS : SITUATIONS.slice(0, 1)).map((situation, place) => {
        return { operation, name, column, ids: { ...world[situation], ...common }, place };
      }),
    ),
  );
  const isRefused = (one: (typeof asks)[number]) => {
    const sign = written.get(callOf(one.operation))?.[one.column]?.charAt(one.place) ?? '';
    return sign !== '' && sign !== '●';
  };
  async function walk(some: typeof asks): Promise<void> {
    for (const { operation, name, column, ids, place } of some) {
      const sign = await ask(callers.get(name) ?? test.stranger, operation, ids);
      // Whoever has signed out has to go on asking.
      if (operation.text.operationId === 'signOutEverywhere') await test.owner`update users set session_version = 1`;
      const signs = found.get(callOf(operation))?.[column];
      if (signs) signs[place] = sign;
    }
  }
  const except = ['idempotency_keys', 'sign_in_attempts'];
  const before = await readStored(test.deps.sql, except);
  await walk(asks.filter(isRefused));
  t.same(await readStored(test.deps.sql, except), before, 'what is refused changes nothing');
  await walk(asks.filter((one) => !isRefused(one)));
  t.ok(operations.length >= 60, `${operations.length} calls`);
  const kept = test.deps.preparedStatements();
  t.ok(kept > 50 && kept <= STATEMENTS_MAX, `${kept} statements prepared by calls of all kinds`);

  const verified = await verifyEverything(await test.jobContext(), test.deps.auditKeys, {});
  t.match(verified, { result: 'WHOLE', firstBroken: null }, 'every row that any call wrote is fixed by an event');

  const cellsOf = (operation: Operation) => (found.get(callOf(operation)) ?? []).map((signs) => signs.join(''));
  if (process.env['PERMISSIONS_WRITE'] === '1') {
    const rows = operations.map((operation) => toRow(operation, cellsOf(operation)));
    writeFileSync(
      TABLE,
      document.replace(MARK, (_all, start: string, end: string) => `${start}\n${toTable(rows)}\n\n${end}`),
    );
  }
  for (const operation of operations) {
    const call = callOf(operation);
    const row = written.get(call);
    if (row === undefined) {
      t.fail(`${call} has no row in docs/permissions.md: decide who may call it, then add it (docs/contributing.md)`);
      continue;
    }
    const cells = cellsOf(operation);
    for (const [index, [name]] of CALLERS.entries()) t.equal(cells[index], row[index], `${call}: ${name}`);
  }
  const calls = new Set(operations.map(callOf));
  t.same(
    [...written.keys()].filter((call) => !calls.has(call)),
    [],
    'each row is of a call that exists',
  );
});
