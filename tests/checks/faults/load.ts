import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../support/app.js';
import { type People, settleCase } from '../../support/story.js';
import { signIn } from './caller.js';
import type { RunningServer } from './server.js';

const WRITERS = 6;

/** Payments that were acknowledged, by their bank number. */
interface Acknowledged {
  readonly entered: Map<string, number>;
  readonly approved: Map<string, number>;
}

export interface Load {
  readonly caseId: string;
  /** How many payments are acknowledged by now. */
  count(): number;
  /** Lets each writer finish what it has begun. Throws: what a writer was told that it must not be told. */
  stop(): Promise<Acknowledged>;
}

export async function signInPeople(address: string): Promise<People> {
  const as = (name: string) => signIn(address, name);
  const [clerk, judge, finance] = await Promise.all([as('clerk'), as('judge'), as('finance')]);
  const [enterprise, applicant, admin, auditor] = await Promise.all(
    ['enterprise', 'applicant', 'admin', 'auditor'].map(as),
  );
  assert.ok(enterprise && applicant && admin && auditor);
  return { clerk, judge, finance, enterprise, applicant, admin, auditor };
}

async function payOnce(people: { clerk: Caller; finance: Caller }, caseId: string, done: Acknowledged) {
  const bankTransactionNo = randomUUID();
  const amountFen = 100 + (done.entered.size % 900);
  const body = { amountFen, receivedOn: '2023-09-28', channel: 'CASE_SUB_ACCOUNT', payerName: '绿景园林' };
  const key = () => ({ 'idempotency-key': randomUUID() });
  const entered = await people.clerk.post(`/v1/cases/${caseId}/payments`, { ...body, bankTransactionNo }, key());
  assert.equal(entered.status, 201, JSON.stringify(entered.body));
  done.entered.set(bankTransactionNo, amountFen);
  const approved = await people.finance.post(`/v1/payments/${entered.body.id}/approval`, {}, key());
  assert.equal(approved.status, 200, JSON.stringify(approved.body));
  done.approved.set(bankTransactionNo, amountFen);
}

/** Puts a plan into force and lets clients enter and approve payments in that case, without a pause. */
export async function startLoad(server: RunningServer): Promise<Load> {
  const people = await signInPeople(server.address);
  const { caseId } = await settleCase(people);
  const done: Acknowledged = { entered: new Map(), approved: new Map() };
  let isOver = false;
  const work = async () => {
    while (!isOver) await payOnce(people, caseId, done);
  };
  const writers = Promise.all(Array.from({ length: WRITERS }, work));
  // What a writer meets is told by `stop`.
  writers.catch(() => (isOver = true));
  return {
    caseId,
    count: () => done.approved.size,
    stop: async () => {
      isOver = true;
      await writers;
      return done;
    },
  };
}

/**
 * Compares what was acknowledged with what is on record: each payment once, ledger and funds of that sum, and chains
 * that are whole. Throws: `AssertionError`.
 */
export async function checkRecord(server: RunningServer, load: Load): Promise<string> {
  const { entered, approved } = await load.stop();
  assert.ok(approved.size > 0, 'nothing was acknowledged');
  assert.ok(!server.hasEnded(), `the process has ended:\n${server.said()}`);
  const total = [...approved.values()].reduce((sum, fen) => sum + fen, 0);
  const found = await server.database.ask(async (sql) => ({
    payments: await sql<{ no: string; fen: string }[]>`
      select bank_transaction_no as no, amount_fen as fen from payments where case_id = ${load.caseId}`,
    ledger: await sql<{ fen: string }[]>`
      select coalesce(sum(amount_fen), 0) as fen from ledger_postings
      where case_id = ${load.caseId} and payment_id is not null`,
  }));
  assert.equal(found.payments.length, entered.size, 'payments on record');
  for (const { no, fen } of found.payments) assert.equal(Number(fen), entered.get(no), `payment ${no}`);
  assert.equal(Number(found.ledger[0]?.fen), total, 'the ledger has what was acknowledged');
  const clerk = await signIn(server.address, 'clerk');
  const funds = await clerk.get(`/v1/cases/${load.caseId}/funds`);
  assert.equal(funds.body.receivedFen, total, 'the court holds what was acknowledged');
  const auditor = await signIn(server.address, 'auditor');
  const verified = await auditor.post('/v1/audit/verification', { caseId: load.caseId });
  assert.equal(verified.body.result, 'WHOLE', JSON.stringify(verified.body));
  return `${approved.size} payments acknowledged, none lost, none doubled`;
}
