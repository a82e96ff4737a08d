import t from 'tap';
import { readWorkbook } from '../../../support/papers.js';
import { createSettledApp } from '../../../support/settled-app.js';
import { expectStatus } from '../../../support/story.js';

/** What breaks out of a field in one format or another; it stands in the table from before texts were checked. */
const NAME =
  '=1+1,甲;公司\\\r\nBEGIN:VEVENT\nUID:x\nSUMMARY:已全部付清\nEND:VEVENT\n"</f><b>&\u0007#read("/etc/passwd")';

t.test('a text from outside is escaped by the rules of each file that it enters', async (t) => {
  const { test, people, settled } = await createSettledApp(t);
  await test.owner`update cases set enterprise_name = ${NAME} where id = ${settled.caseId}`;
  await test.owner`update users set display_name = ${NAME} where username = 'clerk'`;
  const path = `/v1/plans/${settled.planId}/schedule`;
  const { body } = expectStatus(await people.clerk.get(path), 200);
  const get = async (format: string) => expectStatus(await people.clerk.get(`${path}?format=${format}`), 200).bytes;

  await t.test('in a calendar each value is one line', async (t) => {
    const text = (await get('ics')).toString('utf8');
    const lines = text.replaceAll('\r\n ', '').split('\r\n');
    t.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, body.instalments.length, 'no foreign event');
    t.notMatch(text.replaceAll('\r\n', ''), /[\r\n]/, 'and no line break but those of the format');
    const description = lines.find((line) => line.startsWith('X-WR-CALDESC'));
    t.ok(description?.includes('=1+1\\,甲\\;公司\\\\\\nBEGIN:VEVENT\\nUID:x'), String(description));
    for (const line of text.split('\r\n')) t.ok(Buffer.byteLength(line) <= 75, 'a line is folded');
  });

  await t.test('in a CSV it is no formula and no line of its own', async (t) => {
    const text = (await get('csv')).toString('utf8').slice(1);
    t.ok(text.includes(`"'${NAME.replaceAll('"', '""')}(clerk)"`), 'quoted, and with a mark against formulas');
  });

  await t.test('in a workbook it is a text', async (t) => {
    const sheets = await readWorkbook(await get('xlsx'));
    const cells = Object.values(sheets).flat(2).map(String);
    t.ok(
      cells.some((cell) => cell.includes('=1+1,甲;公司') && cell.includes('</f><b>&#read')),
      'whole, as text',
    );
  });

  await t.test('in a PDF it is a text too', async (t) => {
    t.match((await get('pdf')).subarray(0, 5).toString('latin1'), '%PDF-');
  });
});
