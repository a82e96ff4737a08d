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
};

export const MEETING = {
  heldOn: '2023-09-28',
  attendees: ['联审办', '经信局', '税务局'],
  minutes: '各部门介绍情况,讨论挽救价值。',
  votes: [{ departmentCode: 'INDUSTRY', vote: 'FOR' }],
};

export const RELIEF = { requestedBy: 'COURT', reason: '企业有订单,强制拍卖将致停产。' };

/** Opens a joint review in a case that has been filed. @returns its id */
export async function openReview({ clerk }: Pick<People, 'clerk'>, caseId: string): Promise<string> {
  expectStatus(await clerk.post(`/v1/cases/${caseId}/relief-requests`, RELIEF), 201);
  return expectStatus(await clerk.post(`/v1/cases/${caseId}/joint-reviews`, REVIEW), 201).body.id;
}
