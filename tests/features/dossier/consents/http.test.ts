import t from 'tap';
import { withValue } from '../../../plugins/bodies.js';
import { checkRefused, refusal, type RefusedRow } from '../../../plugins/refusals.js';
import { setStage } from '../../../plugins/stage.js';
import { expectStatus } from '../../../support/story.js';

const invalid = (...pointers: string[]) => refusal('invalid-body', ...pointers);

t.test('a consent is refused with code and pointer, and nothing is stored', async (t) => {
  const { test, people, caseId, applicantId } = await setStage(t);
  const CONSENT = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-28' };
  const stranger = '018f0000-0000-7000-8000-000000000000';
  const rows: readonly RefusedRow<object>[] = [
    ['no applicant', withValue(CONSENT, '/applicantId', undefined), invalid('/applicantId')],
    ['an applicant id that is none', withValue(CONSENT, '/applicantId', 'x'), invalid('/applicantId')],
    ['somebody else', withValue(CONSENT, '/applicantId', stranger), refusal('not-permitted')],
    ['a scope that does not exist', withValue(CONSENT, '/scope', 'EVERYTHING'), invalid('/scope')],
    ['a method that does not exist', withValue(CONSENT, '/method', 'SMOKE'), invalid('/method')],
    ['a day that does not exist', withValue(CONSENT, '/givenOn', '2023-02-30'), invalid('/givenOn')],
    ['a consent of tomorrow', withValue(CONSENT, '/givenOn', '2023-09-29'), refusal('given-in-future', '/givenOn')],
    ['evidence of 2001 letters', { ...CONSENT, evidence: '证'.repeat(2001) }, invalid('/evidence')],
    ['evidence with U+0000', { ...CONSENT, evidence: '\u0000' }, invalid('/evidence')],
    ['an unknown field', { ...CONSENT, recordedBy: stranger }, invalid('/recordedBy')],
  ];
  await checkRefused(t, test.deps.sql, rows, (body) => people.applicant.post(`/v1/cases/${caseId}/consents`, body));
});

t.test('a consent says who gave it, and who recorded it on which evidence', async (t) => {
  const { people, caseId, applicantId } = await setStage(t);
  const own = { applicantId, scope: 'RELIEF', method: 'PORTAL', givenOn: '2023-09-27' };
  const made = expectStatus(await people.applicant.post(`/v1/cases/${caseId}/consents`, own), 201);
  t.equal(made.headers['location'], `/v1/cases/${caseId}/consents`);
  t.match(made.body, { ...own, caseId, evidence: null, recordedBy: { name: '宏远建材' } });
  const { items } = (await people.clerk.get(`/v1/cases/${caseId}/consents`)).body;
  t.match(items, [
    { scope: 'RELIEF_AND_SETTLEMENT', evidence: '2023年9月28日执行和解笔录', recordedBy: { name: '王书记员' } },
    { id: made.body.id },
  ]);
  t.equal(items.length, 2, 'a later consent is one more, never a change');
  t.same(items[1], made.body);
});
