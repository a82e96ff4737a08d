import type { RequestView } from '../../../features/review/joint-reviews/schema.js';
import type { Language } from '../../words/languages.js';

const zh = {
  title: '联审征询',
  lead: '贵单位的意见供人民法院参考，不作为执行决定。',
  waiting: '待答复',
  answered: '已答复，尚未决定',
  nothingWaiting: '目前没有待贵单位答复的征询。',
  nothingAnswered: '没有已答复、尚待法院决定的征询。',
  caseNumber: '案号',
  enterprise: '企业',
  question: '征询事项',
  askedData: '需提供的情况',
  dueOn: '答复期限',
  number: '征询编号',
  howTitle: '如何答复',
  how: '由贵单位的业务系统向接口提交：POST /v1/joint-reviews/{征询编号}/opinions。也可以书面答复法院联审办。',
};

export type DepartmentWords = typeof zh;

const en: DepartmentWords = {
  title: 'Joint reviews',
  lead: 'The opinion of your office advises the court; it decides nothing in the enforcement.',
  waiting: 'Waiting for your answer',
  answered: 'Answered, not decided yet',
  nothingWaiting: 'Nothing waits for an answer of your office.',
  nothingAnswered: 'Nothing that your office has answered waits for the court.',
  caseNumber: 'Case number',
  enterprise: 'Enterprise',
  question: 'Question',
  askedData: 'Facts asked for',
  dueOn: 'Answer by',
  number: 'Review',
  howTitle: 'How to answer',
  how:
    'The system of your office sends it to the API: POST /v1/joint-reviews/{review}/opinions. A letter to the ' +
    'secretariat of the joint review does as well.',
};

export const DEPARTMENT_WORDS: Readonly<Record<Language, DepartmentWords>> = { zh, en };

/** What departments are asked for, in words. */
export const ASKED_DATA_WORDS: Readonly<Record<RequestView['askedData'][number], Readonly<Record<Language, string>>>> =
  {
    orders: { zh: '在手订单', en: 'orders in hand' },
    capacityUse: { zh: '产能利用率', en: 'use of capacity' },
    landScore: { zh: '亩均效益评价', en: 'yield per mu' },
    registryStatus: { zh: '登记状态', en: 'status in the register' },
    tax24m: { zh: '近24个月纳税情况', en: 'taxes of 24 months' },
    taxCreditClass: { zh: '纳税信用等级', en: 'class of tax credit' },
    employees: { zh: '职工人数', en: 'employees' },
    wageArrears: { zh: '欠薪情况', en: 'arrears of wages' },
    realEstate: { zh: '不动产情况', en: 'real estate' },
    projects: { zh: '在建项目', en: 'projects under way' },
    policyFit: { zh: '可适用的惠企政策', en: 'policies that fit' },
    bankDebt: { zh: '银行负债', en: 'debts to banks' },
    compliance: { zh: '合规情况', en: 'compliance' },
    stabilityRisk: { zh: '稳定风险', en: 'risks to stability' },
    mediation: { zh: '调解情况', en: 'mediation' },
    criminalRisk: { zh: '涉刑风险', en: 'criminal risk' },
    siteReport: { zh: '现场走访情况', en: 'report of a visit' },
  };
