/** Instruments that events name, as the record spells them, each with its title. */
export const INSTRUMENTS = {
  民法典: '中华人民共和国民法典',
  民事诉讼法: '中华人民共和国民事诉讼法 (2023)',
  个人信息保护法: '中华人民共和国个人信息保护法',
  诉讼费用交纳办法: '诉讼费用交纳办法 (2006, 国务院令第481号)',
  民诉法解释: '最高人民法院关于适用《中华人民共和国民事诉讼法》的解释 (2022)',
  查封规定: '最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定 (2020)',
  执行工作规定: '最高人民法院关于人民法院执行工作若干问题的规定(试行) (2020)',
  执行和解规定: '最高人民法院关于执行和解若干问题的规定 (2020)',
  '法发〔2017〕6号': '最高人民法院关于执行款物管理工作的规定',
  '法发〔2019〕35号': '最高人民法院关于在执行工作中进一步强化善意文明执行理念的意见',
} as const;
type Instrument = keyof typeof INSTRUMENTS;

/** One thing that an act rests on: an article of an instrument (null: all of it), or a rule by its id. */
export type Citation = { readonly instrument: Instrument; readonly article: string | null } | { readonly rule: string };

/** What an act rests on. `text` is what its event stores. */
export interface Ground {
  readonly cites: readonly Citation[];
  readonly text: string;
}

/** A citation as the record spells it. */
export const citationText = (one: Citation): string =>
  'rule' in one ? one.rule : `${one.instrument}${one.article === null ? '' : `第${one.article}`}`;

/** Citations are parted by a semicolon; further articles of the same instrument by a pause mark, without its name. */
function groundText(cites: readonly Citation[]): string {
  return cites.reduce((text, one, index) => {
    const before = cites[index - 1];
    if (!before) return citationText(one);
    const isSame = 'instrument' in one && 'instrument' in before && one.instrument === before.instrument;
    return isSame ? `${text}、第${one.article ?? ''}` : `${text};${citationText(one)}`;
  }, '');
}

const of = (...cites: readonly Citation[]): Ground => ({ cites, text: groundText(cites) });
const law = (instrument: Instrument, article: string | null = null): Citation => ({ instrument, article });
const rule = (id: string): Citation => ({ rule: id });

/** The grounds of all acts that are on record, each defined once. What they say stands in docs/law.md. */
export const GROUNDS = {
  filing: of(law('民事诉讼法', '247条'), law('诉讼费用交纳办法', '14条')),
  seizure: of(law('查封规定', '1条'), law('查封规定', '10条'), law('民诉法解释', '485条')),
  settlement: of(law('执行和解规定', '1条')),
  partiesAgree: of(law('执行和解规定', '2条')),
  amendment: of(law('执行和解规定', '5条')),
  breach: of(law('执行和解规定', '9条')),
  cure: of(rule('ES-02')),
  ladder: of(rule('ES-01')),
  colour: of(rule('MO-03')),
  fullPayment: of(rule('ST-10')),
  acceleration: of(rule('PL-10')),
  service: of(rule('SV-04')),
  dayOfPayment: of(rule('AL-08')),
  correction: of(rule('IN-06')),
  releasedRate: of(rule('IN-06'), rule('IN-12')),
  dueDate: of(law('民法典', '203条'), law('民事诉讼法', '85条')),
  surplus: of(law('执行工作规定', '34条第2款')),
  payingOut: of(law('法发〔2017〕6号'), rule('CP-01')),
  relief: of(law('法发〔2019〕35号', '12条')),
  reliefDecision: of(law('法发〔2019〕35号', '12条'), law('民事诉讼法', '241条')),
  recusal: of(law('民事诉讼法', '47条')),
  unmasking: of(rule('CP-05'), law('个人信息保护法', '28条')),
  fileExport: of(rule('CP-04'), rule('EV-01')),
  paperExport: of(rule('CP-04'), rule('CP-06')),
  document: of(rule('EV-04')),
  documentExport: of(rule('CP-04'), rule('EV-04')),
  sealing: of(rule('CP-05')),
  record: of(rule('EV-02')),
} as const satisfies Readonly<Record<string, Ground>>;

/** Sample cases are moved by nobody's act and rest on no law; their events say so. */
export const SAMPLE_GROUND: Ground = { cites: [], text: '样例数据' };
