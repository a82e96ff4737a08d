import { expectStatus, type People } from './story.js';

/** What the departments of the sample court are asked. */
export const REVIEW = {
  departments: [
    {
      departmentCode: 'INDUSTRY',
      question: '企业在手订单与产能利用情况,是否具有挽救价值?',
      askedData: ['orders', 'capacityUse'],
      shownFields: ['STATE', 'CLAIM'],
    },
    {
      departmentCode: 'TAX',
      question: '近24个月纳税与欠税情况?',
      askedData: ['tax24m', 'taxCreditClass'],
      dueOn: '2023-10-10',
    },
  ],
};

export const OPINION = {
  position: 'SUPPORT_WITH_CONDITIONS',
  data: { orders: '在手订单 1,240 万元', capacityUse: '78%' },
  text: '企业工程订单充足,建议给予分期履行期。',
  handledBy: '王科员',
  reviewedBy: '李科长',
};

export const MEETING = {
  heldOn: '2023-09-28',
  attendees: ['联审办', '经信局', '税务局'],
  minutes: '各部门介绍情况,讨论挽救价值。',
  opinions: [{ departmentCode: 'INDUSTRY', position: 'SUPPORT' }],
};

export const RELIEF = { requestedBy: 'COURT', reason: '企业有订单,强制拍卖将致停产。' };

/** Opens a joint review in a case that has been filed. @returns its id */
export async function openReview({ clerk }: Pick<People, 'clerk'>, caseId: string): Promise<string> {
  expectStatus(await clerk.post(`/v1/cases/${caseId}/relief-requests`, RELIEF), 201);
  return expectStatus(await clerk.post(`/v1/cases/${caseId}/joint-reviews`, REVIEW), 201).body.id;
}

/** What the court itself knows of the enterprise. */
export const COURT_RECORD = {
  enforcementCases: '本院另有 2 件以该企业为被执行人的案件。',
  assetReport: '已按期报告,经核查属实。',
  pastPerformance: '此前两案均已履行完毕。',
  seizures: '已活封挖掘机 2 台。',
};
