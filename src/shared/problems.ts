import assert from 'node:assert/strict';
import { PROBLEMS_OF_DAYS } from './problems-of-days.js';
import type { Outcome, Refusal } from './refusal.js';

/** Where in the body, query or path a value is wrong (a JSON pointer), and what to do about it. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/**
 * The one catalogue of problem codes: what the API answers, what the portal shows and what `docs/problems.md` lists.
 * `status` is the HTTP status, `title` the same short English sentence for every occurrence, `titleZh` its Chinese
 * twin.
 */
export const PROBLEMS = {
  'invalid-body': { status: 400, title: 'The request is not valid', titleZh: '请求内容有误' },
  'malformed-json': { status: 400, title: 'The body is not valid JSON', titleZh: '请求体不是有效的 JSON' },
  'request-malformed': { status: 400, title: 'The request is not well-formed HTTP', titleZh: '请求不符合 HTTP 格式' },
  'malformed-form': { status: 400, title: 'The form is not well formed', titleZh: '表单格式有误' },
  'content-digest-differs': { status: 400, title: 'The content does not fit its digest', titleZh: '内容与摘要不符' },
  'invalid-query': { status: 400, title: 'The query is not valid', titleZh: '查询参数有误' },
  'invalid-path': { status: 400, title: 'The path is not valid', titleZh: '路径参数有误' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one of ours', titleZh: '翻页游标无效' },
  'idempotency-key-required': { status: 400, title: 'Idempotency-Key is required', titleZh: '缺少 Idempotency-Key' },
  'idempotency-key-invalid': { status: 400, title: 'Idempotency-Key is not valid', titleZh: 'Idempotency-Key 无效' },
  'evidence-required': { status: 400, title: 'Evidence is required', titleZh: '须注明证据' },
  ...PROBLEMS_OF_DAYS,
  'not-signed-in': { status: 401, title: 'Sign in first', titleZh: '请先登录' },
  'sign-in-failed': { status: 401, title: 'User name, password or code is wrong', titleZh: '用户名、密码或验证码错误' },
  'second-factor-required': { status: 401, title: 'A one-time code is required', titleZh: '请输入动态验证码' },
  'second-factor-missing': { status: 403, title: 'Set up a second factor first', titleZh: '请先启用动态验证码' },
  'not-permitted': { status: 403, title: 'Your role does not allow this', titleZh: '您的角色无权进行此操作' },
  'scope-missing': { status: 403, title: 'The key does not open this', titleZh: '该密钥无权进行此操作' },
  'form-expired': { status: 403, title: 'The form has expired; please try again', titleZh: '表单已失效,请重试' },
  'four-eyes': { status: 403, title: 'A second person must decide', titleZh: '须由第二人审核' },
  'chief-required': { status: 403, title: 'The bureau chief must decide', titleZh: '须由执行局长审批' },
  'not-found': { status: 404, title: 'Not found', titleZh: '未找到' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', titleZh: '不支持该请求方法' },
  'issuer-refused': { status: 401, title: 'The issuer did not confirm the sign-in', titleZh: '统一身份认证未确认登录' },
  'identity-unknown': {
    status: 401,
    title: 'No account goes with this identity',
    titleZh: '该统一身份未关联本系统账户',
  },
  'invitation-invalid': { status: 401, title: 'The link is not valid', titleZh: '链接无效' },
  'case-number-taken': { status: 409, title: 'This case number is already filed', titleZh: '该案号已立案' },
  'case-number-other-court': {
    status: 409,
    title: 'The case number belongs to another court',
    titleZh: '案号不属于本院',
  },
  'case-closed': { status: 409, title: 'The case is closed', titleZh: '案件已结案' },
  'case-state-forbids': {
    status: 409,
    title: 'The state of the case forbids this',
    titleZh: '案件当前状态不允许此操作',
  },
  'hard-stop-forbids': { status: 409, title: 'A fact forbids relief', titleZh: '存在不得纾困的情形' },
  'opinions-awaited': { status: 409, title: 'Opinions are still awaited', titleZh: '部门意见尚在期限内' },
  'opinion-missing': { status: 409, title: 'No department has given an opinion', titleZh: '没有部门出具意见' },
  'court-record-missing': {
    status: 409,
    title: 'The record of the court is missing',
    titleZh: '缺少法院自有情况的记录',
  },
  'court-record-given': { status: 409, title: 'The record of the court is there', titleZh: '法院自有情况已记录' },
  'silence-unnamed': {
    status: 409,
    title: 'The reasons do not name a department that kept silent',
    titleZh: '理由须写明未出具意见的部门',
  },
  'department-not-asked': { status: 409, title: 'The department was not asked', titleZh: '该部门未被征询意见' },
  'debt-open': { status: 409, title: 'The debt is not paid', titleZh: '债务尚未全部清偿' },
  'debt-paid': { status: 409, title: 'Nothing of the debt is open', titleZh: '债务已全部清偿' },
  'new-facts-missing': {
    status: 409,
    title: 'A request that was turned down is made again on new facts only',
    titleZh: '纾困申请未获批准后再次申请的,须说明新情况',
  },
  'case-number-of-ruling': {
    status: 409,
    title: 'This is the number of a further ruling, not of a case',
    titleZh: '该号为案内文书号(之…),不是案号',
  },
  'earlier-case-missing': {
    status: 409,
    title: 'A resumed case names its earlier case',
    titleZh: '恢复执行案件须注明原执行案件',
  },
  'earlier-case-wrong-type': {
    status: 409,
    title: 'The earlier case is not an enforcement case',
    titleZh: '原案不是执行案件',
  },
  'court-not-listed': { status: 409, title: 'The court is not in the table of courts', titleZh: '法院代码未登记' },
  'use-needs-debtor-custody': {
    status: 409,
    title: 'Use can be permitted only while the debtor keeps the asset',
    titleZh: '仅被执行人自行保管时方可允许使用',
  },
  'seizure-term-too-long': {
    status: 409,
    title: 'The term exceeds the legal maximum',
    titleZh: '查封期限超过法定上限',
  },
  'live-seizure-without-use': { status: 409, title: 'A live seizure permits use', titleZh: '活封应允许使用' },
  'dead-seizure-with-use': { status: 409, title: 'A dead seizure does not permit use', titleZh: '死封不得允许使用' },
  'file-unknown': { status: 409, title: 'No such file of yours or of this case', titleZh: '没有该文件' },
  'applicant-unknown': { status: 409, title: 'Not an applicant of this case', titleZh: '并非本案申请执行人' },
  'party-unknown': { status: 409, title: 'Not a party of this case', titleZh: '并非本案当事人' },
  'consent-missing': { status: 409, title: 'The consent of an applicant is missing', titleZh: '缺少申请执行人的同意' },
  'already-confirmed': { status: 409, title: 'This party has already confirmed', titleZh: '该方当事人已确认' },
  'plan-not-confirmed': {
    status: 409,
    title: 'Not every party has confirmed the plan',
    titleZh: '尚有当事人未确认计划',
  },
  'plan-not-draft': { status: 409, title: 'The plan is no longer a draft', titleZh: '计划已不是草案' },
  'plan-already-active': { status: 409, title: 'The case already has an active plan', titleZh: '本案已有生效中的计划' },
  'plan-too-long': { status: 409, title: 'The plan has too many instalments', titleZh: '计划期数超限' },
  'plan-exceeds-claim': { status: 409, title: 'More is agreed than is open', titleZh: '约定金额超出未履行金额' },
  'claim-not-exceeded': { status: 409, title: 'The agreed sum exceeds nothing', titleZh: '约定金额并未超出' },
  'breach-not-acknowledged': {
    status: 409,
    title: 'The case would be in breach at once',
    titleZh: '计划生效即构成违约',
  },
  'plan-needs-reason': { status: 409, title: 'The judge has to say why', titleZh: '须由法官说明理由' },
  'nominal-dates-not-increasing': { status: 409, title: 'The due dates do not rise', titleZh: '各期到期日须递增' },
  'due-dates-decreasing': { status: 409, title: 'The adjusted due dates fall', titleZh: '顺延后的到期日不得提前' },
  'second-factor-active': { status: 409, title: 'The second factor is in use', titleZh: '动态验证码已启用' },
  'too-many-keys': { status: 409, title: 'You have too many keys', titleZh: '密钥数量已达上限' },
  overdrawn: { status: 409, title: 'More went out than was received', titleZh: '案款已有缺口' },
  'funds-insufficient': { status: 409, title: 'The court does not hold that much', titleZh: '可发放的执行款不足' },
  'refund-unknown': { status: 409, title: 'There is no such refund', titleZh: '没有该退款事项' },
  'disbursement-already-decided': {
    status: 409,
    title: 'The disbursement is decided already',
    titleZh: '该笔发放已审批',
  },
  'disbursement-not-approved': { status: 409, title: 'The disbursement is not approved', titleZh: '该笔发放未经批准' },
  'department-unknown': { status: 409, title: 'Nobody answers for the department', titleZh: '该部门无联络员' },
  'review-decided': { status: 409, title: 'The review is decided', titleZh: '联审已作出决定' },
  'opinion-given': { status: 409, title: 'The opinion is given already', titleZh: '已出具意见' },
  'data-not-asked': { status: 409, title: 'This was not asked for', titleZh: '未要求提供该项数据' },
  'meeting-recorded': { status: 409, title: 'The meeting is on record already', titleZh: '会议已记录' },
  'meeting-missing': { status: 409, title: 'There was no meeting yet', titleZh: '尚未召开联审会议' },
  'document-not-due': {
    status: 409,
    title: 'There is nothing to make this document of yet',
    titleZh: '尚不具备制作该文书的条件',
  },
  'link-not-granted': { status: 409, title: 'No link was granted, or it was made', titleZh: '未批准链接或已生成' },
  'parties-opposed': { status: 409, title: 'Parties on opposite sides of a case', titleZh: '当事人立场对立' },
  'identity-taken': {
    status: 409,
    title: 'This identity goes with another account',
    titleZh: '该统一身份已关联其他账户',
  },
  'user-unsuitable': { status: 409, title: 'This person is not suitable', titleZh: '该人员不符合条件' },
  'delegation-overlaps': { status: 409, title: 'There is a delegation for these days', titleZh: '该期间已有代理' },
  'delegation-over': { status: 409, title: 'The delegation is over', titleZh: '该代理已结束' },
  'already-recused': { status: 409, title: 'This person is recused already', titleZh: '该人员已回避' },
  'recusal-lifted': { status: 409, title: 'The recusal is lifted already', titleZh: '该回避已解除' },
  'username-taken': { status: 409, title: 'The user name is taken', titleZh: '用户名已被使用' },
  'own-rights': { status: 409, title: 'Nobody decides on his own account', titleZh: '不得处理本人账户' },
  'account-state-forbids': {
    status: 409,
    title: 'The state of the account forbids this',
    titleZh: '账户当前状态不允许此操作',
  },
  'last-administrator': { status: 409, title: 'The last administrator stays', titleZh: '须保留最后一名管理员' },
  'party-of-no-case': { status: 409, title: 'Not a party of a case of this court', titleZh: '并非本院案件当事人' },
  'joint-review-open': { status: 409, title: 'A joint review is open', titleZh: '联审尚未结束' },
  'payment-already-booked': {
    status: 409,
    title: 'This bank transaction is already booked',
    titleZh: '该笔银行流水已入账',
  },
  'bank-line-differs': {
    status: 409,
    title: 'Another part of this bank transaction says another total',
    titleZh: '与同一银行流水其他部分所记总额不符',
  },
  'bank-line-exceeded': {
    status: 409,
    title: 'The parts exceed the bank transaction',
    titleZh: '各部分合计超出该笔银行流水',
  },
  'payment-already-decided': { status: 409, title: 'The payment is already decided', titleZh: '该笔付款已审核' },
  'payment-not-direct': {
    status: 409,
    title: 'The payment did not go to the applicant directly',
    titleZh: '该笔付款并非直接支付给申请执行人',
  },
  'payment-direct': { status: 409, title: 'The court never had the money', titleZh: '该笔付款并非由法院收取' },
  'receipt-asked-lately': {
    status: 409,
    title: 'The applicant still has time to confirm',
    titleZh: '申请执行人确认期限未届满',
  },
  'payment-not-approved': { status: 409, title: 'The payment is not approved', titleZh: '该笔付款未经审批' },
  'code-taken': { status: 409, title: 'The code or the name is in the list', titleZh: '代码或名称已登记' },
  'directory-unlisted': { status: 409, title: 'It is not in the list, or closed', titleZh: '未登记或已停用' },
  'entry-waits': { status: 409, title: 'An entry already waits for its release', titleZh: '已有待发布的录入' },
  'entry-already-decided': { status: 409, title: 'The entry is already decided', titleZh: '该录入已处理' },
  'plan-not-active': { status: 409, title: 'The plan is not in force', titleZh: '计划未在生效中' },
  'acceleration-not-agreed': {
    status: 409,
    title: 'No notice makes the whole sum of this plan due',
    titleZh: '该计划未约定经通知提前到期',
  },
  'no-breach-stands': { status: 409, title: 'No breach stands', titleZh: '当前不存在违约' },
  'acceleration-not-by-all': {
    status: 409,
    title: 'Not all applicants of the plan declare it',
    titleZh: '并非计划所列全部申请执行人的意思表示',
  },
  'acceleration-stands': { status: 409, title: 'A notice of acceleration stands', titleZh: '已有提前到期通知' },
  'acceleration-withdrawn': { status: 409, title: 'The notice was withdrawn', titleZh: '通知已撤回' },
  'acceleration-over': { status: 409, title: 'The notice has no effect any more', titleZh: '通知已不发生效力' },
  'already-served': { status: 409, title: 'The paper has been served', titleZh: '已送达' },
  'breach-cured': { status: 409, title: 'The breach was cured by the day of service', titleZh: '送达之日违约已补正' },
  'nothing-to-amend': { status: 409, title: 'Nothing is left to pay', titleZh: '已无剩余款项可变更' },
  'amendment-not-begun': { status: 409, title: 'The new version begins later', titleZh: '变更尚未到生效日' },
  'carried-balance-differs': { status: 409, title: 'The balance carried over is another', titleZh: '结转余额不符' },
  'clock-backwards': { status: 409, title: 'The business date only moves forward', titleZh: '业务日期只能前移' },
  'clock-not-simulated': { status: 409, title: 'The clock is real', titleZh: '当前使用真实时钟' },
  'day-not-over': { status: 409, title: 'That day is not over yet', titleZh: '该日尚未结束' },
  'request-too-slow': { status: 408, title: 'The request did not arrive in time', titleZh: '请求未能及时送达' },
  'request-in-flight': { status: 409, title: 'The same request is being worked on', titleZh: '相同请求正在处理' },
  'stale-version': { status: 412, title: 'It was changed in the meantime', titleZh: '内容已被他人更新' },
  'body-too-large': { status: 413, title: 'The body is too large', titleZh: '请求体过大' },
  'media-type-unsupported': { status: 415, title: 'Send application/json', titleZh: '请使用 application/json' },
  'file-type-refused': { status: 415, title: 'This kind of file is not taken', titleZh: '不接受该类文件' },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency-Key was used for another request',
    titleZh: 'Idempotency-Key 已用于其他请求',
  },
  'version-required': { status: 428, title: 'If-Match is required', titleZh: '缺少 If-Match' },
  'headers-too-large': { status: 431, title: 'The headers are too large', titleZh: '请求头过大' },
  'too-many-requests': { status: 429, title: 'Too many requests', titleZh: '请求过于频繁' },
  'unmask-limit-reached': {
    status: 429,
    title: 'No more values can be unmasked today',
    titleZh: '今日查看明文次数已达上限',
  },
  'internal-error': { status: 500, title: 'Something went wrong on our side', titleZh: '系统内部错误' },
  'issuer-unreachable': { status: 503, title: 'The issuer does not answer', titleZh: '统一身份认证暂时无法连接' },
  overloaded: { status: 503, title: 'Too busy at the moment', titleZh: '系统繁忙' },
  'workers-off': { status: 503, title: 'No workers run', titleZh: '后台任务未启用' },
  'field-keys-missing': { status: 503, title: 'No keys for sensitive fields', titleZh: '未配置敏感字段密钥' },
  'not-ready': { status: 503, title: 'Not ready yet', titleZh: '系统尚未就绪' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** The stable URI of a problem type; it ends in the code and leads to the text in `docs/problems.md`. */
export function problemType(code: ProblemCode): string {
  return `https://reprieve.example/problems/${code}`;
}

export interface ProblemOptions {
  detail?: string;
  errors?: readonly FieldError[];
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** What led to it, for the log. */
  cause?: unknown;
}

/**
 * A refusal on its way to the caller. Thrown by services and plugins, written as RFC 9457 by
 * `plugins/problem-details.ts`.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const { status, title } = PROBLEMS[code];
    super(options.detail ?? title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail ?? title;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for a code of the catalogue. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** The problem that a refusal becomes whose code stands in the catalogue. */
export function problemOf({ code, detail, pointer }: Pick<Refusal, 'code' | 'detail' | 'pointer'>): Problem {
  assert(isProblemCode(code), `No problem has the code ${code}`);
  return new Problem(code, { detail, ...(pointer === undefined ? {} : { errors: [{ pointer, detail }] }) });
}

/** What a rule answered, or the problem that its refusal becomes. */
export function valueOrProblem<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw problemOf(outcome);
  return outcome.value;
}

/** A body with one wrong value, or values that do not fit together at one place. */
export function fieldProblem(pointer: string, detail: string): Problem {
  return new Problem('invalid-body', { detail, errors: [{ pointer, detail }] });
}
