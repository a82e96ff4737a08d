import t from 'tap';
import { draftDocument, makeDocument } from '../../../../src/features/papers/documents/service.js';
import { createPdfRenderer, type PdfRenderer } from '../../../../src/features/papers/statements/pdf-renderer.js';
import { exportSchedule } from '../../../../src/features/papers/statements/schedule-export.js';
import { exportStatement } from '../../../../src/features/papers/statements/statement-export.js';
import { readStored } from '../../../database/stored.js';
import { setStage } from '../../../plugins/stage.js';
import { contextOf } from '../../../support/context.js';
import { expectStatus } from '../../../support/story.js';

t.test('no connection is held while a paper is rendered', async (t) => {
  const { test, people, caseId, planId, paymentId } = await setStage(t);
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  const inner = createPdfRenderer();
  t.teardown(() => inner.close());
  const held: unknown[] = [];
  const renderer: PdfRenderer = {
    ...inner,
    render: async () => {
      // Whoever has read a case in a transaction keeps this lock until it ends.
      const open = await test.owner`
        select mode from pg_locks join pg_database on pg_database.oid = database and datname = current_database()
        where relation = 'cases'::regclass and pid <> pg_backend_pid()`;
      held.push([...open]);
      return Buffer.from('%PDF-1.7');
    },
  };
  const ctx = await contextOf(test, 'clerk');
  await exportStatement(ctx, renderer, { caseId, format: 'pdf' });
  await exportSchedule(ctx, renderer, { planId, format: 'pdf' });
  const draft = await draftDocument(ctx, renderer, caseId, { kind: 'PAYMENT_RECEIPT', subjectId: paymentId });
  t.same(held, [[], [], []]);
  t.match(draft, { bytes: Buffer.from('%PDF-1.7') });
});

t.test('a document is stored with a paper of the same data, or not at all', async (t) => {
  const { test, people, caseId, paymentId } = await setStage(t);
  const ctx = await contextOf(test, 'clerk');
  const renderer = createPdfRenderer();
  t.teardown(() => renderer.close());
  const input = { kind: 'PAYMENT_RECEIPT', subjectId: paymentId } as const;
  t.equal(await draftDocument(ctx, renderer, caseId, input), undefined, 'nothing is rendered that is not due');
  await t.rejects(makeDocument(ctx, caseId, input, undefined), { code: 'document-not-due' });
  expectStatus(await people.finance.post(`/v1/payments/${paymentId}/approval`, {}), 200);
  const draft = await draftDocument(ctx, renderer, caseId, input);
  const before = await readStored(test.deps.sql);
  const others = { snapshotSm3: '0'.repeat(64), bytes: Buffer.from('%PDF-1.7') };
  for (const wrong of [undefined, others]) {
    await t.rejects(makeDocument(ctx, caseId, input, wrong), { code: 'overloaded', status: 503, retryAfterSeconds: 1 });
  }
  t.same(await readStored(test.deps.sql), before, 'nothing was stored');
  const made = await makeDocument(ctx, caseId, input, draft);
  t.equal(await draftDocument(ctx, renderer, caseId, input), undefined, 'what is known is not rendered again');
  t.same(await makeDocument(ctx, caseId, input, undefined), made);
});
