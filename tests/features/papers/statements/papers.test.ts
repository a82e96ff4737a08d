import t from 'tap';
import {
  type ExportDocument,
  sayCell,
  sayMoment,
  sumColumn,
} from '../../../../src/features/papers/statements/document.js';
import { printable, readCoverage } from '../../../../src/features/papers/statements/font-coverage.js';
import { toPdf } from '../../../../src/features/papers/statements/paper.js';
import { createPdfRenderer } from '../../../../src/features/papers/statements/pdf-renderer.js';
import { readPages } from '../../../support/papers.js';

const MARK = { by: '王书记员(clerk)', at: new Date('2024-06-30T16:00:00Z') };

function paperOf(rows: number): ExportDocument {
  const columns = [
    { title: '日期', kind: 'date', width: 2 },
    { title: '金额', kind: 'money', width: 3, summed: true },
  ] as const;
  const lines = Array.from({ length: rows }, (_, index) => ['2024-07-01', BigInt(index)] as const);
  return {
    title: '试',
    facts: [['案号', '甲']],
    sections: [{ heading: '表', sheet: '表', columns, rows: lines }],
    notes: [],
    digest: 'd',
  };
}

t.test('amounts, moments and sums are said exactly', async (t) => {
  t.equal(sayCell('money', 10n ** 15n), '10,000,000,000,000.00');
  t.equal(sayCell('count', null), '—');
  t.equal(sayMoment(MARK.at), '2024-07-01 00:00:00', 'Beijing time');
  t.equal(sumColumn(paperOf(4).sections[0]!, 1), 6n);
});

t.test('characters without a glyph are named, layout characters are dropped', async (t) => {
  const runs = [
    [0x20, 0x7e],
    [0x4e00, 0x9fff],
  ] as const;
  t.equal(printable('甲 a\u200B\u202E\uFE0F', runs), '甲 a');
  t.equal(printable('甲\n乙\t', runs), '甲 乙 ');
  t.equal(printable('😀é', runs), '〔U+1F600〕〔U+00E9〕');
  t.equal(printable('\u0007', runs), '');
  t.throws(() => readCoverage(Buffer.alloc(12)), /no table cmap/);
});

t.test(
  'the renderer starts once it is needed, renders the same bytes again, and starts anew after its end',
  async (t) => {
    const renderer = createPdfRenderer();
    t.teardown(() => renderer.close());
    const first = await toPdf(paperOf(3), MARK, renderer);
    const [second, third] = await Promise.all([toPdf(paperOf(3), MARK, renderer), toPdf(paperOf(4), MARK, renderer)]);
    t.ok(first.equals(second), 'same content, same moment: same file');
    t.notOk(first.equals(third));
    await renderer.close();
    t.match((await readPages(await toPdf(paperOf(80), MARK, renderer))).length, 3, 'a long table goes over pages');
  },
);

t.test('a paper that is not ready in time is refused, and the next one is rendered', async (t) => {
  const slow = createPdfRenderer(1);
  t.teardown(() => slow.close());
  const refusals = await Promise.allSettled([toPdf(paperOf(3), MARK, slow), toPdf(paperOf(3), MARK, slow)]);
  t.match(refusals, [
    { reason: { code: 'overloaded', status: 503, retryAfterSeconds: 5 } },
    { reason: { code: 'overloaded' } },
  ]);
  const renderer = createPdfRenderer();
  t.teardown(() => renderer.close());
  await t.rejects(renderer.render({ template: 'nothing.typ', data: {}, createdAt: MARK.at }), /could not be rendered/);
  t.ok((await toPdf(paperOf(1), MARK, renderer)).length > 1000);
});

t.test('more papers than can wait are refused at once', async (t) => {
  const renderer = createPdfRenderer();
  t.teardown(() => renderer.close());
  const papers = await Promise.allSettled(Array.from({ length: 25 }, () => toPdf(paperOf(1), MARK, renderer)));
  t.equal(papers.filter((paper) => paper.status === 'fulfilled').length, 20);
});

t.test('a large paper is ready in time', async (t) => {
  const renderer = createPdfRenderer();
  t.teardown(() => renderer.close());
  const started = performance.now();
  await toPdf(paperOf(1_000), MARK, renderer);
  t.ok(performance.now() - started < 5_000);
});
