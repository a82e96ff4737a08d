import type { CaseState } from './case.js';

/** The one list of what the states of a case are called. */
export const CASE_STATE_WORDS = {
  FILED: { zh: '待受理', en: 'Filed' },
  NOTICE_SERVED: { zh: '已送达执行通知', en: 'Notice served' },
  RELIEF_REQUESTED: { zh: '已申请纾困', en: 'Relief requested' },
  JOINT_REVIEW: { zh: '联审中', en: 'In joint review' },
  REJECTED: { zh: '未获批准', en: 'Rejected' },
  APPROVED: { zh: '已批准', en: 'Approved' },
  SETTLED: { zh: '已和解', en: 'Settled' },
  PERFORMING: { zh: '履行中', en: 'Performing' },
  BREACHED: { zh: '违约', en: 'Breached' },
  CURED: { zh: '已补正', en: 'Cured' },
  RESUMPTION_APPLIED: { zh: '申请恢复执行', en: 'Resumption applied for' },
  RESUMPTION_REFUSED: { zh: '不予恢复执行', en: 'Resumption refused' },
  RESUMED: { zh: '已恢复执行', en: 'Resumed' },
  SUED: { zh: '已另行起诉', en: 'Sued on the agreement' },
  PERFORMED: { zh: '履行完毕', en: 'Performed' },
  CLOSED: { zh: '已结案', en: 'Closed' },
  BANKRUPTCY_TRANSFER: { zh: '移送破产', en: 'Transferred to bankruptcy' },
  WITHDRAWN: { zh: '已撤回', en: 'Withdrawn' },
  TERMINATED_CURRENT: { zh: '终结本次执行', en: 'Current procedure ended' },
} as const satisfies Record<CaseState, { readonly zh: string; readonly en: string }>;
