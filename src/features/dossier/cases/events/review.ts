import { z } from 'zod';
import { RELIEF_PATHS } from '../../../../law/states/case.js';
import { civilDate } from '../../../../shared/civil-date.js';
import { id } from '../../../../shared/ids.js';
import { code, defineEvents, files, text } from './define.js';

/** Relief: who asked for it, who advised, who decided. */
export const REVIEW_EVENTS = defineEvents({
  RELIEF_REQUEST_MADE: {
    v: 1,
    data: z.strictObject({ reliefRequestId: id, requestedBy: code, path: z.enum(RELIEF_PATHS).nullable(), files }),
    words: { zh: '提出纾困申请', en: 'Relief asked for' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['relief_requests', 'case_files'],
  },
  JOINT_REVIEW_OPENED: {
    v: 1,
    data: z.strictObject({
      reviewId: id,
      requests: z.array(
        z.strictObject({ requestId: id, departmentCode: code, shownFields: z.array(code), dueOn: civilDate }),
      ),
    }),
    words: { zh: '启动联审', en: 'Joint review opened' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['joint_reviews', 'department_requests'],
  },
  DEPARTMENT_OPINION_GIVEN: {
    v: 1,
    data: z.strictObject({ reviewId: id, requestId: id, departmentCode: code, files }),
    words: { zh: '部门出具意见', en: 'Opinion of a department' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['department_opinions', 'case_files'],
  },
  COURT_RECORD_GIVEN: {
    v: 1,
    data: z.strictObject({ reviewId: id, files }),
    words: { zh: '记录法院掌握情况', en: 'Record of the court given' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['review_court_records', 'case_files'],
  },
  RELIEF_PATH_SET: {
    v: 1,
    data: z.strictObject({ from: z.enum(RELIEF_PATHS).nullable(), to: z.enum(RELIEF_PATHS) }),
    words: { zh: '确定纾困方式', en: 'Path of relief set' },
    seenBy: 'ALL',
    ground: 'required',
  },
  JOINT_REVIEW_MEETING_HELD: {
    v: 1,
    data: z.strictObject({ reviewId: id, heldOn: civilDate, files }),
    words: { zh: '召开联审会议', en: 'Review meeting held' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['review_meetings', 'case_files'],
  },
  JOINT_REVIEW_SETTLED_BY_PAYMENT: {
    v: 1,
    data: z.strictObject({ reviewId: id }),
    words: { zh: '因清偿终结联审', en: 'Joint review ended by payment' },
    seenBy: 'COURT',
    ground: 'required',
    fixes: ['joint_reviews'],
  },
  RELIEF_DECIDED: {
    v: 1,
    data: z.strictObject({ reviewId: id, outcome: code, conditions: z.array(text) }),
    words: { zh: '作出纾困决定', en: 'Decision on relief' },
    seenBy: 'ALL',
    ground: 'required',
    fixes: ['joint_reviews', 'review_decisions', 'review_measures'],
  },
});
