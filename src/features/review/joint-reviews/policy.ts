import { COURT_ROLES } from '../../../law/people/roles.js';
import { hasRole, type UserActor } from '../../../platform/context.js';
import type { ReviewView } from './schema.js';

/** Whose eyes read a review. */
export type ReviewReader = 'COURT' | 'DEPARTMENT' | 'PARTY';

/** How an actor reads reviews within his reach. Law: section 12.1, CP-03. */
export function readerOf(actor: UserActor): ReviewReader {
  if (hasRole(actor, ...COURT_ROLES)) return 'COURT';
  return hasRole(actor, 'DEPARTMENT') ? 'DEPARTMENT' : 'PARTY';
}

/**
 * What of a review leaves for a reader, by the classes of CP-03. The court sees all. A department sees its own
 * request and opinion (`DEPARTMENT:<code>`), of the case what the request names, and of the outcome what it is to do
 * itself; other departments' data are not its (JR-02). A party sees that there is a review and what came of it
 * (`PARTY`), neither opinions nor minutes (`COURT`).
 * @param ownCode - code of the reading department
 * Law: CP-03, JR-02, section 12.1.
 */
export function showReview(view: ReviewView, reader: ReviewReader, ownCode: string | null): ReviewView {
  if (reader === 'COURT') return view;
  const isOwn = (one: { readonly departmentCode: string }) => reader === 'DEPARTMENT' && one.departmentCode === ownCode;
  const own = view.requests.find(isOwn);
  const { caseNumber, enterprise, state, applicants, claim, seizedAssets, plan } = view.case;
  const shown = (field: string) => own?.shownFields.some((one) => one === field) ?? false;
  const decision = view.decision && {
    ...view.decision,
    decidedBy: null,
    hardStops: [],
    measures: reader === 'DEPARTMENT' ? view.decision.measures.filter(isOwn) : view.decision.measures,
    ...(reader === 'DEPARTMENT' ? { reasons: '', conditions: [], exitRules: null } : {}),
  };
  return {
    ...view,
    case: {
      caseNumber,
      enterprise,
      ...(shown('STATE') && { state }),
      ...(shown('APPLICANTS') && { applicants }),
      ...(shown('CLAIM') && { claim }),
      ...(shown('SEIZED_ASSETS') && { seizedAssets }),
      ...(shown('PLAN') && { plan }),
    },
    requests: own ? [own] : [],
    courtRecord: null,
    meeting: null,
    decision,
  };
}
