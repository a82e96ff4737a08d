import t from 'tap';
import writeXlsxFile from 'write-excel-file/node';
import { cleanFileName } from '../../../../src/features/dossier/files/file-name.js';
import { nameWithEnding, sniffMediaType } from '../../../../src/features/dossier/files/media-types.js';
import { pdfOf } from '../../../support/uploads.js';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** An archive with one empty entry. */
function zipOf(name: string): Buffer {
  const local = Buffer.alloc(30);
  local.write('PK\u0003\u0004', 'latin1');
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(name.length, 26);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  return Buffer.concat([local, Buffer.from(name), end]);
}

t.test('EV-01: what a file is stands in its content', async (t) => {
  const sheet = await (writeXlsxFile as never as (rows: object[][]) => { toBuffer(): Promise<Buffer> })([
    [{ value: '1' }],
  ]).toBuffer();
  const rows: readonly [string, Buffer, string | undefined][] = [
    ['a PDF', pdfOf('a'), 'application/pdf'],
    ['a picture', Buffer.from(PNG, 'base64'), 'image/png'],
    ['a workbook', sheet, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['an OFD document', zipOf('OFD.xml'), 'application/ofd'],
    ['text', Buffer.from('第一行\r\n第二行\t完'), 'text/plain'],
    ['text with a mark in front', Buffer.from('\ufeff日期,金额\n'), 'text/plain'],
    ['an archive of anything', zipOf('a.exe'), undefined],
    ['a program of Windows', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), undefined],
    ['a program of Linux', Buffer.concat([Buffer.from('\u007fELF', 'latin1'), Buffer.alloc(60)]), undefined],
    ['a page', Buffer.from('  <!doctype html><script>alert(1)</script>'), undefined],
    ['a page behind a mark', Buffer.from('\ufeff<html>'), undefined],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), undefined],
    ['half a character', Buffer.from([0xe7, 0xac]), undefined],
    ['bytes', Buffer.from([0, 1, 2, 3]), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ];
  for (const [reason, bytes, expected] of rows) t.equal(await sniffMediaType(bytes), expected, reason);
});

t.test('a name keeps its script and loses what deceives', async (t) => {
  const rows: readonly [string, string, string][] = [
    ['Chinese', '执行和解笔录.pdf', '执行和解笔录.pdf'],
    ['a path', '../../etc/passwd', 'passwd'],
    ['a path of Windows', 'C:\\Users\\wang\\回单.pdf', '回单.pdf'],
    ['turned writing', 'invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['control characters', 'a\r\nb\u0000.pdf', 'ab.pdf'],
    ['half a character', 'a\ud800.pdf', 'a\ufffd.pdf'],
    ['nothing', '', 'file'],
    ['only dots', '..', 'file'],
    ['long', `${'长'.repeat(400)}.pdf`, '长'.repeat(150)],
  ];
  for (const [reason, given, expected] of rows) t.equal(cleanFileName(given), expected, reason);
});

t.test('a name ends as the content is', async (t) => {
  const rows: readonly [string, string, string][] = [
    ['回单.pdf', 'application/pdf', '回单.pdf'],
    ['回单.PDF', 'application/pdf', '回单.PDF'],
    ['回单', 'application/pdf', '回单.pdf'],
    ['setup.exe', 'application/pdf', 'setup.exe.pdf'],
    ['pdf', 'application/pdf', 'pdf.pdf'],
    ['a.jpeg', 'image/jpeg', 'a.jpeg'],
    ['流水.csv', 'text/plain', '流水.csv'],
    ['a', 'application/unknown', 'a.bin'],
  ];
  for (const [name, mediaType, expected] of rows) t.equal(nameWithEnding(name, mediaType), expected);
});
