import type { NoticeKind } from '../../../law/course/notice-kinds.js';
import type { LadderStep } from '../../../law/course/steps.js';
import { type CivilDate, weekday } from '../../../shared/civil-date.js';
import { type Fen, formatYuan } from '../../../shared/money.js';
import type { NoticeFacts } from '../../../tables/notice-json.js';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** `2024年7月1日(周一)`. */
export function sayDate(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日(周${WEEKDAYS[weekday(date) - 1]})`;
}

const yuan = (amountFen: Fen | undefined) => `${formatYuan(amountFen ?? 0n)} 元`;
const date = (on: CivilDate | undefined) => (on === undefined ? '' : sayDate(on));

/** What people are asked to do at a proposed step; the machine only proposes (ES-01). */
const PROPOSALS: Partial<Record<LadderStep, string>> = {
  'D+7': '约谈被执行人,核查查封财产和账户',
  'D+10': '书面征询申请执行人意见:变更协议、等待、申请恢复执行或另行起诉',
  'D+15': '拟收紧措施(转为死封、冻结、宽限期届满后的限制措施),报执行局局长',
  'D+20': '申请执行人申请恢复执行的,依《执行和解规定》第十一条审查',
  'D+30': '具备恢复执行事由的,由法官或合议庭裁定',
};

/** As the column takes it. */
const TITLE_LENGTH_MAX = 200;

/** That nothing less than the whole sum cures (PL-10). */
const sayWhole = ({ wholeFen }: NoticeFacts) =>
  wholeFen === undefined ? '' : `依协议约定,剩余各期款项已全部到期,共 ${yuan(wholeFen)}。`;

/** What has to be paid so that nothing due is left, since money goes to older instalments first (PL-12). */
function sayCure({ curesFen, outstandingFen = 0n }: NoticeFacts): string {
  if (curesFen === undefined) return '';
  const older = curesFen > outstandingFen ? `（含此前各期欠款 ${yuan(curesFen - outstandingFen)}）` : '';
  return `到期应付合计 ${yuan(curesFen)}${older}，款项先抵充最早到期的一期，付足合计数额方为付清。`;
}

/** Where a payment went and what is left. */
function sayBooked({ wentTo, remainsFen }: NoticeFacts): string {
  const went = wentTo === undefined || wentTo === '' ? '' : `其中${wentTo}。`;
  return remainsFen === undefined ? went : `${went}入账后尚欠 ${yuan(remainsFen)}。`;
}

type Text = { title: string; body: string };

const TEXTS: Record<NoticeKind, (facts: NoticeFacts) => Text> = {
  REMINDER: (f) => ({
    title: `第 ${f.instalmentNo} 期应于 ${date(f.dueOn)} 前付款`,
    body:
      `${f.caseNumber}:第 ${f.instalmentNo} 期应还 ${yuan(f.amountFen)},尚差 ${yuan(f.outstandingFen)},` +
      `请于 ${date(f.dueOn)} 24 时前付至本案收款账户。${sayCure(f)}`,
  }),
  OVERDUE: (f) => ({
    title: `第 ${f.instalmentNo} 期已逾期`,
    body:
      `${f.caseNumber}:第 ${f.instalmentNo} 期于 ${date(f.dueOn)} 到期,尚差 ${yuan(f.outstandingFen)}。` +
      `宽限期至 ${date(f.graceEndsOn)},此前付清不构成违约。${sayCure(f)}`,
  }),
  DEMAND: (f) => ({
    title: `催告:请于 ${date(f.graceEndsOn)} 前付清第 ${f.instalmentNo} 期`,
    body:
      `${f.caseNumber}:第 ${f.instalmentNo} 期尚差 ${yuan(f.outstandingFen)}。${sayCure(f)}` +
      `${date(f.graceEndsOn)} 24 时前仍未付清的,次日构成违约,申请执行人可以申请恢复执行。`,
  }),
  BREACH: (f) => ({
    title: `第 ${f.instalmentNo} 期违约`,
    body:
      `${f.caseNumber}:第 ${f.instalmentNo} 期于 ${date(f.dueOn)} 到期,` +
      `宽限期已于 ${date(f.graceEndsOn)} 届满,尚差 ${yuan(f.outstandingFen)},自次日起违约。` +
      `${sayWhole(f)}${sayCure(f)}恢复执行前付清全部到期款项的,视为补正。`,
  }),
  STEP_PROPOSED: (f) => ({
    title: `待确认:第 ${f.instalmentNo} 期 ${f.step}`,
    body:
      `${f.caseNumber}:第 ${f.instalmentNo} 期仍未付清,尚差 ${yuan(f.outstandingFen)}。${sayWhole(f)}` +
      `建议:${(f.step && PROPOSALS[f.step]) ?? ''}。须由承办人确认或说明理由后跳过。`,
  }),
  STEP_VOIDED: (f) => ({
    title: `更正:第 ${f.instalmentNo} 期 ${f.step} 的通知作废`,
    body: `${f.caseNumber}:经核对到账日期,第 ${f.instalmentNo} 期在该日之前已付清,${f.step} 的记录作废,此前的通知不再有效。`,
  }),
  CURED: (f) => ({
    title: '违约已补正',
    body: `${f.caseNumber}:到期款项已全部付清,违约已补正,案件恢复为履行中。`,
  }),
  FULLY_PAID: (f) => ({
    title: '各期款项已全部付清',
    body: `${f.caseNumber}:计划内各期款项已全部付清。请法院核对后确认履行完毕。`,
  }),
  PLAN_ACTIVATED: (f) => ({
    title: '分期履行计划已生效',
    body: `${f.caseNumber}:分期履行计划自今日起生效,首期 ${yuan(f.amountFen)},应于 ${date(f.dueOn)} 前付款。`,
  }),
  PAYMENT_BOOKED: (f) => ({
    title: `已入账 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}:${date(f.receivedOn)} 到账的 ${yuan(f.paymentFen)} 已审核入账。${sayBooked(f)}`,
  }),
  PAYMENT_REVERSED: (f) => ({
    title: `已冲正 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}:${date(f.receivedOn)} 到账的 ${yuan(f.paymentFen)} 已冲正。理由:${f.reason ?? ''}`,
  }),
  PAYMENT_TRANSFERRED: (f) => ({
    title: `已转出本案 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}：${date(f.receivedOn)} 到账的 ${yuan(f.paymentFen)} 经核对不属于本案，已转出，本案余额已重新计算。`,
  }),
  RECEIPT_ASKED: (f) => ({
    title: `请确认是否收到 ${yuan(f.paymentFen)}`,
    body: [
      `${f.caseNumber}:被执行人称已于 ${date(f.receivedOn)} 直接向您支付 ${yuan(f.paymentFen)}。`,
      `请在 ${date(f.dueOn)} 前确认或者提出异议;逾期未答复的,法院可以依据银行凭证认定。`,
    ].join(''),
  }),
  REFUND_DUE: (f) => ({
    title: `多付款项 ${yuan(f.paymentFen)} 待退还`,
    body: `${f.caseNumber}:到账款项超出应付数额 ${yuan(f.paymentFen)},不计入申请执行人的债权,由法院办理退还。`,
  }),
  FUNDS_PAID_OUT: (f) => ({
    title: `已发放执行款 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}:执行款 ${yuan(f.paymentFen)} 已由法院财务付出,请核对到账。`,
  }),
  FUNDS_OVERDRAWN: (f) => ({
    title: `案款缺口 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}:款项冲正或转出后,已付和待付款项超出本案到账款项 ${yuan(f.paymentFen)}。缺口补足前不得再发放,请核查。`,
  }),
  RECOVERY_DUE: (f) => ({
    title: `应追回款项 ${yuan(f.paymentFen)}`,
    body: `${f.caseNumber}:已发放给申请执行人的款项超出其现应得数额 ${yuan(f.paymentFen)},请办理追回。`,
  }),
  DEPARTMENT_ASKED: (f) => ({
    title: `请于 ${date(f.dueOn)} 前出具联审意见`,
    body: `${f.caseNumber}:请就联审请求所列事项,于 ${date(f.dueOn)} 前出具事实与意见。逾期未复不视为同意。`,
  }),
  DEPARTMENT_MEASURE: (f) => ({
    title: `请于 ${date(f.dueOn)} 前落实纾困措施`,
    body: `${f.caseNumber}:法院已作出纾困决定,请于 ${date(f.dueOn)} 前依职责落实:${f.reason ?? ''}`,
  }),
  RELIEF_DECIDED: (f) => ({
    title: '法院已就纾困申请作出决定',
    body: `${f.caseNumber}:法院已就纾困申请作出决定,请查阅决定内容及所附条件。`,
  }),
  TRANSFER_CONSENT_TO_ASK: (f) => ({
    title: '请征询是否同意移送破产审查',
    body: `${f.caseNumber}:联审决定建议破产处理。请书面征询申请执行人或被执行人是否同意移送破产审查;无人同意的,执行继续。`,
  }),
  PERFORMED: (f) => ({
    title: '已确认履行完毕',
    body: `${f.caseNumber}:法院已确认全部债务履行完毕,各方不再据此主张。`,
  }),
  PERFORMANCE_SET_ASIDE: (f) => ({
    title: '已撤销履行完毕的确认',
    body: `${f.caseNumber}:仍有款项未清偿,法院已撤销履行完毕的确认。理由:${f.reason ?? ''}`,
  }),
  ENDED_CASE: (f) => ({
    title: `已结束案件有新事项:${f.happened ?? ''}`,
    body: `${f.caseNumber}(${f.state ?? ''}):${f.happened ?? ''}。案件已结束,请承办人核对并办理。`,
  }),
  MAIL_UNDELIVERED: (f) => ({
    title: `邮件未送达：${f.reason ?? ''}`.slice(0, TITLE_LENGTH_MAX),
    body: `${f.caseNumber}：通知「${f.reason ?? ''}」的邮件已发送 ${f.attempts ?? 0} 次，均未成功。收件人在本系统收件箱中可见该通知；请电话告知，并请管理员检查邮件服务器。`,
  }),
  COLLECTION_ACCOUNT_CHANGED: (f) => ({
    title: '本案收款账户已变更',
    body: [
      `${f.caseNumber}：本案收款账户已变更为${f.account ?? ''}。账号请登录本系统在案件页面查看，`,
      '原账户不再用于本案收款。法院不会以电话、短信或者邮件告知账号。',
    ].join(''),
  }),
  ACCELERATION_DECLARED: (f) => ({
    title: '申请执行人通知剩余款项提前到期',
    body:
      `${f.caseNumber}：申请执行人已于${date(f.declaredOn)}通知，要求剩余各期款项全部提前到期。` +
      '通知自送达之日终了时起生效；送达当日（含）前付清已到期款项的，通知不发生效力。',
  }),
  ACCELERATED: (f) => ({
    title: `剩余款项${formatYuan(f.wholeFen ?? 0n)}元已全部到期`,
    body:
      `${f.caseNumber}：提前到期通知已送达，剩余各期款项于${date(f.dueOn)}全部到期，` +
      `共${formatYuan(f.wholeFen ?? 0n)}元。付清该数额的，视为补正。`,
  }),
  ACCELERATION_ENDED: (f) => ({
    title: '剩余款项不再提前到期',
    body: [
      `${f.caseNumber}：`,
      f.reason === 'WITHDRAWN'
        ? '申请执行人已撤回提前到期通知。'
        : '经核对到账日期，已到期款项在送达当日（含）前已付清，提前到期通知不发生效力。',
      '各期款项仍按计划到期。',
    ].join(''),
  }),
  CLAIM_CORRECTED: (f) => ({
    title: '执行标的已更正',
    body: `${f.caseNumber}:申请执行的款项或计算方式已更正,各项余额已按更正后的数额重新计算。理由:${f.reason ?? ''}`,
  }),
};

/** Title and text of a notice in Chinese, as it is told and kept. */
export function composeNotice(kind: NoticeKind, facts: NoticeFacts): Text {
  return TEXTS[kind](facts);
}
