const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Places in the header of a compound file, and in an entry of its directory (MS-CFB 2.2, 2.6.1). */
const SECTOR_SHIFT_AT = 0x1e;
const DIRECTORY_AT = 0x30;
const TABLE_SECTORS_AT = 0x4c;
const TABLE_SECTORS_MAX = 109;
const ENTRY_BYTES = 128;
const NAME_LENGTH_AT = 0x40;
const NAME_BYTES_MAX = 64;
/** Sectors of a directory that are looked at; a document of a person has a handful. */
const DIRECTORY_SECTORS_MAX = 64;

/** Reads a number where the file is long enough; a file that ends early has nothing there. */
const readNumber = (bytes: Buffer, at: number): number | undefined =>
  at >= 0 && at + 4 <= bytes.length ? bytes.readUInt32LE(at) : undefined;

/** The sector behind a sector, as the table of sectors says. */
function sectorAfter(bytes: Buffer, sector: number, sectorBytes: number): number | undefined {
  const numbersInSector = sectorBytes / 4;
  const tableNo = Math.floor(sector / numbersInSector);
  if (tableNo >= TABLE_SECTORS_MAX) return undefined;
  const table = readNumber(bytes, TABLE_SECTORS_AT + 4 * tableNo);
  return table === undefined
    ? undefined
    : readNumber(bytes, (table + 1) * sectorBytes + 4 * (sector % numbersInSector));
}

function nameOf(bytes: Buffer, entryAt: number): string | undefined {
  if (entryAt + ENTRY_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt16LE(entryAt + NAME_LENGTH_AT);
  return length < 2 || length > NAME_BYTES_MAX ? undefined : bytes.toString('utf16le', entryAt, entryAt + length - 2);
}

/**
 * Names of what a compound file holds (OLE2, the form of Office before 2007); empty for any other file. It reads the
 * directory as far as the file goes, and follows no ring.
 */
export function namesInCompoundFile(bytes: Buffer): ReadonlySet<string> {
  const names = new Set<string>();
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE) || bytes.length < 512) return names;
  const shift = bytes.readUInt16LE(SECTOR_SHIFT_AT);
  if (shift !== 9 && shift !== 12) return names;
  const sectorBytes = 2 ** shift;
  let sector = readNumber(bytes, DIRECTORY_AT);
  for (let read = 0; sector !== undefined && read < DIRECTORY_SECTORS_MAX; read += 1) {
    const start = (sector + 1) * sectorBytes;
    for (let at = start; at < start + sectorBytes; at += ENTRY_BYTES) {
      const name = nameOf(bytes, at);
      if (name !== undefined) names.add(name);
    }
    sector = sectorAfter(bytes, sector, sectorBytes);
  }
  return names;
}
