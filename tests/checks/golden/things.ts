import type postgres from 'postgres';

/** What stands in the braces of an address. */
export type Thing = Readonly<Record<string, string>>;

/** The things behind each parameter of an address, in an order that is the same in every run. */
const QUERIES: Readonly<Record<string, string>> = {
  caseId: `select id as "caseId" from cases order by court_code, case_number`,
  planId: `select p.id as "planId" from plans p join cases c on c.id = p.case_id order by case_number, p.no`,
  accelerationNoticeId: `select id as "accelerationNoticeId" from acceleration_notices order by id`,
  paymentId: `select p.id as "paymentId" from payments p join cases c on c.id = p.case_id order by case_number, p.id`,
  transferId: `select id as "transferId" from payment_transfers order by id`,
  seizureId: `select id as "seizureId" from seizures order by id`,
  reviewId: `select id as "reviewId" from joint_reviews order by id`,
  reliefRequestId: `select id as "reliefRequestId" from relief_requests order by id`,
  noticeId: `select distinct on (n.kind, case_number, n.party_id is null) n.id as "noticeId" from notices n
    join cases c on c.id = n.case_id left join users u on u.id = n.user_id left join parties p on p.id = n.party_id
    order by n.kind, case_number, n.party_id is null, created_on, u.username, p.name, n.title, n.body, n.id`,
  correctionId: `select id as "correctionId" from claim_corrections order by id`,
  fileId: `select id as "fileId" from files order by id`,
  documentId: `select id as "documentId" from documents order by id`,
  disbursementId: `select id as "disbursementId" from disbursements order by id`,
  recusalId: `select case_id as "caseId", id as "recusalId" from recusals order by id`,
  taskId: `select id as "taskId" from refund_tasks order by id`,
  userId: `select id as "userId" from users order by username`,
  requestId: `select id as "requestId" from account_requests order by id`,
  changeId: `select id as "changeId" from directory_changes order by id`,
  accountChangeId: `select id as "accountChangeId" from collection_account_changes order by id`,
  courtCode: `select code as "courtCode" from courts order by code`,
  departmentCode: `select code as "departmentCode" from departments order by court_code, code`,
  limitId: `select id as "limitId" from court_limits order by id`,
  delegationId: `select id as "delegationId" from delegations order by id`,
  keyId: `select id as "keyId" from api_keys order by id`,
  runId: `select id as "runId" from job_runs order by id`,
  policyId: `select id as "policyId" from escalation_policies order by id`,
  rateId: `(select id as "rateId" from lending_rates order by announced_on limit 2)
    union all (select id from lending_rates where status <> 'RELEASED' order by announced_on, id)`,
  year: `select distinct year::text as "year" from calendar_years order by 1`,
};

/** Kinds of which even a small selection takes all. */
const ALWAYS_ALL = ['caseId', 'planId'];

/** @param most - of kinds other than cases and plans, so many */
export async function readThings(sql: postgres.Sql, most: number): Promise<(address: string) => Thing[]> {
  const things = new Map<string, Thing[]>();
  for (const [name, query] of Object.entries(QUERIES)) {
    const rows = await sql.unsafe<Thing[]>(query);
    things.set(name, rows.slice(0, ALWAYS_ALL.includes(name) ? undefined : most));
  }
  return (address) => {
    const [name] = [...address.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => one).reverse();
    if (name === undefined) return [{}];
    const found = things.get(name);
    if (found === undefined) throw new Error(`golden: nobody says which things stand for {${name}} in ${address}`);
    return found;
  };
}
