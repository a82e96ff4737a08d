import { fileCase } from '../../src/acts/file-case.js';
import { findPerformed } from '../../src/acts/find-performed.js';
import { SAMPLE_GROUND } from '../../src/features/dossier/cases/grounds.js';
import { openCase } from '../../src/features/dossier/cases/open-case.js';
import type { CaseView, FilingInput } from '../../src/features/dossier/cases/schema.js';
import { readLedger } from '../../src/features/papers/ledger-view/service.js';
import type { LaterState } from '../../src/law/states/case.js';
import { flush, inTransaction } from '../../src/platform/context.js';
import { addDays, type CivilDate } from '../../src/shared/civil-date.js';
import { creditCodeCheckCharacter } from '../../src/shared/identifiers/credit-code.js';
import { pay, REFERENCE_FILING, REFERENCE_PLAN, settle } from './reference-case.js';
import type { SampleAct } from './stage.js';

/** A made-up organisation; its credit code has a right check character and belongs to nobody we know of. */
function organisation(name: string, serial: number) {
  const first17 = `91330702MA2XT${String(serial).padStart(4, '0')}`;
  return { name, unifiedSocialCreditCode: first17 + creditCodeCheckCharacter(first17) };
}

const APPLICANTS = ['浙江金盛钢材有限公司', '金华市顺达混凝土有限公司', '浙江恒丰纺织品有限公司'] as const;

interface Plot {
  readonly enterprise: string;
  readonly serial: number;
  readonly filedOn: CivilDate;
  readonly principalFen: bigint;
  /** States to walk through after filing; each a step that the state machine allows. */
  readonly through?: readonly LaterState[];
  /** Paid in full by the basis a week after filing, which the judge finds. */
  readonly isPaid?: boolean;
  readonly court?: '浙0702' | '浙0703';
}

function filingOf(plot: Plot): FilingInput {
  const court = plot.court ?? '浙0702';
  const year = plot.filedOn.slice(0, 4);
  const applicant = organisation(
    APPLICANTS[plot.serial % APPLICANTS.length] ?? APPLICANTS[0],
    9000 + (plot.serial % 3),
  );
  return {
    ...REFERENCE_FILING,
    caseNumber: `（${year}）${court}执${2000 + plot.serial}号`,
    filedOn: plot.filedOn,
    enterprise: organisation(plot.enterprise, plot.serial),
    applicants: [{ ...applicant, kind: 'ORGANISATION' }],
    enforcementBasis: {
      kind: 'JUDGMENT',
      documentNumber: `（2023）${court}民初${3000 + plot.serial}号`,
      effectiveOn: '2023-07-03',
      performance: { days: 10 },
    },
    claim: { ...REFERENCE_FILING.claim, principalFen: plot.principalFen, costsFen: plot.principalFen / 100n },
  };
}

/** A case that is only filed and moved. Steps whose own pages come later are entered here as the register would. */
function walkedCase(plot: Plot): SampleAct[] {
  const clerk = plot.court === '浙0703' ? 'clerk-0703' : 'clerk';
  let filed: CaseView;
  const paid: SampleAct = {
    on: addDays(plot.filedOn, 7),
    act: async (as) => {
      const { original } = await readLedger(as(clerk), filed.id, { basis: 'ORIGINAL' });
      await pay(as, filed, original?.closing.totalFen ?? 0n, as(clerk).today, '一次付清');
      await findPerformed(as('judge'), filed.id, { reason: '执行款已全部到账,与执行依据确定的数额相符。' });
    },
  };
  return [
    ...(plot.isPaid === true ? [paid] : []),
    {
      on: plot.filedOn,
      act: async (as) => {
        const ctx = as(clerk);
        filed = await fileCase(ctx, filingOf(plot));
        await inTransaction(ctx, async (tx) => {
          const file = await openCase(tx, filed.id);
          for (const state of plot.through ?? []) {
            file.move(state, SAMPLE_GROUND);
            // Each step is an act of its own day in life, and is stored as one.
            await flush(tx);
          }
        });
      },
    },
  ];
}

interface PaidPlot extends Plot {
  readonly n: number;
  readonly firstDueDate: CivilDate;
  readonly signedOn: CivilDate;
  /** Instalments paid on their due days, then single payments of an instalment's sum on given days. */
  readonly paidOnTime: number;
  readonly paidLater?: readonly { readonly no: number; readonly on: CivilDate }[];
  readonly end?: { readonly on: CivilDate; readonly state: LaterState };
}

/** A case with a plan in force, its payments, and what came of it. */
function performingCase(plot: PaidPlot): SampleAct[] {
  let filed: CaseView;
  const due = new Map<number, { dueDate: CivilDate; paymentFen: bigint }>();
  const { principalFen, n, firstDueDate, signedOn } = plot;
  const plan = {
    ...REFERENCE_PLAN,
    principalFen,
    n,
    firstDueDate,
    signedOn,
    interestFrom: firstDueDate.slice(0, 8) + '01',
  };
  const payNo =
    (no: number): SampleAct['act'] =>
    async (as) => {
      const instalment = due.get(no);
      const ctx = as('clerk');
      if (instalment) await pay(as, filed, instalment.paymentFen, ctx.today, `分期履行第${no}期`);
    };
  const settled: SampleAct = {
    on: signedOn,
    act: async (as) => {
      const active = await settle(as, filed, plan);
      active.instalments.forEach((one) => due.set(one.no, one));
    },
  };
  // Whoever pays on time pays on the due day; which day that is, the plan says when it is in force.
  const daily: SampleAct[] = listDays(signedOn, SAMPLE_DATE).map((on) => ({
    on,
    act: async (as) => {
      for (const [no, instalment] of due) if (no <= plot.paidOnTime && instalment.dueDate === on) await payNo(no)(as);
    },
  }));
  const later = (plot.paidLater ?? []).map(({ no, on }): SampleAct => ({ on, act: payNo(no) }));
  const { end } = plot;
  const lastAct: SampleAct[] = end
    ? [
        {
          on: end.on,
          act: async (as) => {
            await inTransaction(as('judge'), async (tx) => {
              (await openCase(tx, filed.id)).move(end.state, SAMPLE_GROUND);
            });
          },
        },
      ]
    : [];
  return [
    { on: plot.filedOn, act: async (as) => (filed = await fileCase(as('clerk'), filingOf(plot))) },
    settled,
    ...daily,
    ...later,
    ...lastAct,
  ];
}

/** The business date at which the sample data stand. */
export const SAMPLE_DATE: CivilDate = '2024-06-03';

function listDays(from: CivilDate, to: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}

const SETTLED = { n: 6, firstDueDate: '2024-02-29', signedOn: '2024-01-15' } as const;

/** Cases with a plan in force on the last sample morning. */
const PERFORMING: readonly PaidPlot[] = [
  // Late inside grace on the last sample morning: yellow.
  {
    ...SETTLED,
    enterprise: '金华市华茂机械有限公司',
    serial: 1,
    filedOn: '2023-11-06',
    principalFen: 120_000_000n,
    paidOnTime: 3,
  },
  // Breached since May: red.
  {
    ...SETTLED,
    enterprise: '金华市恒泰服装有限公司',
    serial: 2,
    filedOn: '2023-11-13',
    principalFen: 96_000_000n,
    paidOnTime: 2,
  },
  // Breached, then cured at the end of May: the red has not yet fallen.
  {
    ...SETTLED,
    enterprise: '浙江新悦包装有限公司',
    serial: 3,
    filedOn: '2023-11-20',
    principalFen: 60_000_000n,
    paidOnTime: 2,
    paidLater: [
      { no: 3, on: '2024-05-29' },
      { no: 4, on: '2024-05-31' },
    ],
  },
  {
    ...SETTLED,
    enterprise: '金华市百汇食品有限公司',
    serial: 4,
    filedOn: '2023-11-27',
    principalFen: 45_000_000n,
    paidOnTime: 1,
    end: { on: '2024-05-20', state: 'RESUMPTION_APPLIED' },
  },
  {
    ...SETTLED,
    n: 12,
    enterprise: '金华市四季苗木专业合作社',
    serial: 5,
    filedOn: '2023-12-04',
    principalFen: 200_000_000n,
    paidOnTime: 12,
  },
];

const PAID_UP = '金华市益民粮油有限公司';

/** Cases that rest in other states. */
const WALKED: readonly (readonly [string, readonly LaterState[]])[] = [
  ['金华市佳和五金有限公司', []],
  ['金华市东升塑料有限公司', ['NOTICE_SERVED']],
  ['浙江绿野农业开发有限公司', ['NOTICE_SERVED', 'RELIEF_REQUESTED']],
  ['金华市蓝天环保设备有限公司', ['NOTICE_SERVED', 'RELIEF_REQUESTED', 'JOINT_REVIEW']],
  ['金华市宝利金属制品有限公司', ['NOTICE_SERVED', 'RELIEF_REQUESTED', 'JOINT_REVIEW', 'REJECTED']],
  ['浙江安捷物流有限公司', ['NOTICE_SERVED', 'RELIEF_REQUESTED', 'JOINT_REVIEW', 'APPROVED']],
  ['金华市大通电气有限公司', ['NOTICE_SERVED', 'RELIEF_REQUESTED', 'JOINT_REVIEW', 'APPROVED', 'SETTLED']],
  ['金华市永康五金城有限公司', ['SETTLED', 'PERFORMING', 'BREACHED', 'RESUMPTION_APPLIED', 'RESUMED']],
  ['金华市金源家具有限公司', ['SETTLED', 'PERFORMING', 'BREACHED', 'RESUMPTION_APPLIED', 'RESUMPTION_REFUSED']],
  ['金华市鸿运印刷有限公司', ['SETTLED', 'PERFORMING', 'BREACHED', 'SUED']],
  [PAID_UP, []],
  ['浙江嘉禾园艺有限公司', ['SETTLED', 'PERFORMING', 'PERFORMED', 'CLOSED']],
  ['金华市天马汽配有限公司', ['NOTICE_SERVED', 'BANKRUPTCY_TRANSFER']],
  ['金华市明珠玻璃有限公司', ['WITHDRAWN']],
  ['金华市龙腾建材有限公司', ['NOTICE_SERVED', 'TERMINATED_CURRENT']],
];

/** A dozen and more other cases: together with the reference case every state a case can rest in. */
export function otherCases(): SampleAct[] {
  return [
    ...PERFORMING.flatMap(performingCase),
    ...WALKED.flatMap(([enterprise, through], index) =>
      walkedCase({
        enterprise,
        serial: 11 + index,
        filedOn: index < 7 ? '2024-04-08' : '2023-12-11',
        principalFen: BigInt(20 + 7 * index) * 1_000_000n,
        through,
        isPaid: enterprise === PAID_UP,
      }),
    ),
    ...walkedCase({
      enterprise: '金华市金东区旺盛果业有限公司',
      serial: 41,
      filedOn: '2024-03-11',
      principalFen: 30_000_000n,
      court: '浙0703',
    }),
  ];
}
