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

/** A compound file whose directory has these names, in sectors of 512 bytes that do not follow each other. */
function compoundOf(names: readonly string[], { isRing = false } = {}): Buffer {
  const sectors = Math.ceil(names.length / 4);
  const bytes = Buffer.alloc(512 * (2 + 2 * sectors), 0xff);
  bytes.fill(0, 0, 512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(0xfffe, 0x1c);
  bytes.writeUInt16LE(9, 0x1e);
  bytes.writeUInt32LE(1, 0x30);
  bytes.fill(0xff, 0x4c, 512);
  bytes.writeUInt32LE(0, 0x4c);
  for (let no = 0; no < sectors; no += 1) {
    const next = no + 1 < sectors ? 3 + 2 * no : isRing ? 1 : 0xfffffffe;
    bytes.writeUInt32LE(next, 512 + 4 * (1 + 2 * no));
    bytes.fill(0, 512 * (2 + 2 * no), 512 * (3 + 2 * no));
  }
  names.forEach((name, index) => {
    const at = 512 * (2 + 2 * Math.floor(index / 4)) + 128 * (index % 4);
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE(2 * name.length + 2, at + 0x40);
  });
  return bytes;
}

/** 日期,金额 and a line of a bank, in GB18030. */
const BANK_LINES = Buffer.concat([
  Buffer.from([0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0d, 0x0a]),
  Buffer.from('2024-07-01,339320.40\r\n'),
]);

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
    ['lines of a bank in GB18030', BANK_LINES, 'text/plain'],
    ['a name in GB18030 that GBK lacks', Buffer.concat([BANK_LINES, Buffer.from('9835f336', 'hex')]), 'text/plain'],
    ['lines of a bank, cut in a character', BANK_LINES.subarray(0, 1), undefined],
    ['Western text in another code', Buffer.from('caf\u00e9 cr\u00e8me br\u00fbl\u00e9e', 'latin1'), undefined],
    ['bytes that GB18030 gives no character', Buffer.from('aaa1aaa2f8a1', 'hex'), undefined],
    ['a document of Word 97', compoundOf(['Root Entry', '1Table', 'WordDocument']), 'application/msword'],
    [
      'one whose directory goes on elsewhere',
      compoundOf([...Array.from('abcdefgh'), 'WordDocument']),
      'application/msword',
    ],
    ['a workbook of Excel 97', compoundOf(['Root Entry', 'Workbook']), 'application/vnd.ms-excel'],
    ['a workbook of Excel 95', compoundOf(['Root Entry', 'Book']), 'application/vnd.ms-excel'],
    ['an installer, which is a compound file too', compoundOf(['Root Entry', '\u4840\u3f7f']), undefined],
    [
      'one that only speaks of a document',
      Buffer.concat([compoundOf(['Root Entry']), Buffer.from('WordDocument', 'utf16le')]),
      undefined,
    ],
    ['a directory that goes in a ring', compoundOf(Array.from('abcdefgh'), { isRing: true }), undefined],
    ['the head of a compound file alone', compoundOf(['Root Entry']).subarray(0, 520), undefined],
    ['an archive of anything', zipOf('a.exe'), undefined],
    ['a program of Windows', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), undefined],
    ['a program of Linux', Buffer.concat([Buffer.from('\u007fELF', 'latin1'), Buffer.alloc(60)]), undefined],
    ['a page', Buffer.from('  <!doctype html><script>alert(1)</script>'), undefined],
    ['a page behind a mark', Buffer.from('\ufeff<html>'), undefined],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), undefined],
    ['a third of a character', Buffer.from([0xe7]), undefined],
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
    ['笔录.doc', 'application/msword', '笔录.doc'],
    ['笔录.wps', 'application/msword', '笔录.wps'],
    ['setup.msi', 'application/msword', 'setup.msi.doc'],
    ['流水.xls', 'application/vnd.ms-excel', '流水.xls'],
    ['a', 'application/unknown', 'a.bin'],
  ];
  for (const [name, mediaType, expected] of rows) t.equal(nameWithEnding(name, mediaType), expected);
});
