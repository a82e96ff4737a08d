/** Longest stretch in which single lines are still matched; beyond it the whole stretch counts as one difference. */
const MATCHED_MOST = 3_000;
const SHOWN_LINES = 8;
const LINE_MOST = 400;

/** A stretch of lines that differs, and under which heading it stands. */
export interface Difference {
  readonly file: string;
  readonly heading: string;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

type Step = readonly [gone: number, come: number, length: number];

/** Stretches that both have, in order: the longest common subsequence of lines. */
function findCommon(a: readonly string[], b: readonly string[]): Step[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const longer = Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
      lengths[i * width + j] = a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : longer;
    }
  }
  const steps: Step[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) steps.push([i++, j++, 1]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return steps;
}

/** The nearest line above that says what the lines below it are about. */
function headingOf(lines: readonly string[], at: number): string {
  for (let index = Math.min(at, lines.length - 1); index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (/^(===|--| "(GET|[a-z]))/.test(line)) return line.trim();
  }
  return '';
}

/** Where two texts differ, line by line. */
export function findDifferences(file: string, expected: string, actual: string): Difference[] {
  if (expected === actual) return [];
  const [a, b] = [expected.split('\n'), actual.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [gone, come] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isLong = gone.length > MATCHED_MOST || come.length > MATCHED_MOST;
  const common = isLong ? [] : findCommon(gone, come);
  const found: Difference[] = [];
  let [i, j] = [0, 0];
  for (const [atGone, atCome, length] of [...common, [gone.length, come.length, 0] as const]) {
    if (atGone > i || atCome > j) {
      const heading = headingOf(a, start + i);
      found.push({ file, heading, gone: gone.slice(i, atGone), come: come.slice(j, atCome) });
    }
    [i, j] = [atGone + length, atCome + length];
  }
  return found;
}

/** Of long lines so much before what differs. */
const SHOWN_BEFORE = 120;

function showLine(line: string, other: string | undefined): string {
  if (line.length <= LINE_MOST) return line;
  let at = 0;
  while (other !== undefined && at < line.length && line[at] === other[at]) at += 1;
  const from = other === undefined || at <= SHOWN_BEFORE ? 0 : at - SHOWN_BEFORE;
  const to = from + LINE_MOST;
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}

function cut(sign: string, lines: readonly string[], others: readonly string[]): string[] {
  const shown = lines.slice(0, SHOWN_LINES).map((line, index) => `  ${sign} ${showLine(line, others[index])}`);
  return lines.length > SHOWN_LINES ? [...shown, `  ${sign} … ${lines.length - SHOWN_LINES} more lines`] : shown;
}

/** A difference as a person reads it, and in how many places of its file it is found. */
function describe({ file, heading, gone, come }: Difference, count: number): string {
  const place = `${file}${heading === '' ? '' : `: ${heading.slice(0, LINE_MOST)}`}`;
  const also = count > 1 ? ` and in ${count - 1} more ${count === 2 ? 'place' : 'places'}` : '';
  return [`${place}${also}`, ...cut('-', gone, come), ...cut('+', come, gone)].join('\n');
}

/** Differences as a person reads them: what happens alike in a file many times is said once. */
export function describeAll(differences: readonly Difference[]): string[] {
  const alike = new Map<string, [Difference, ...Difference[]]>();
  for (const one of differences) {
    const key = JSON.stringify([one.file, one.gone, one.come]);
    const known = alike.get(key);
    if (known) known.push(one);
    else alike.set(key, [one]);
  }
  return [...alike.values()].map((group) => describe(group[0], group.length));
}
