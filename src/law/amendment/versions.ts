import type { CivilDate } from '../../shared/civil-date.js';
import { type Fen, minFen } from '../../shared/money.js';

/** What links the versions of a settlement to each other. */
export interface VersionLink {
  readonly id: string;
  readonly signedOn: CivilDate;
  /** The version that this one replaced; null for the first. */
  readonly amendsPlanId: string | null;
  /** What this version had received when it was superseded, in fen; null while it is the last. */
  readonly receivedFen: Fen | null;
}

/**
 * The versions that lead to a plan, oldest first, the plan itself last.
 * @param versions - at least all of them, in any order
 */
export function listChain<V extends VersionLink>(versions: readonly V[], planId: string): readonly V[] {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const chain: V[] = [];
  for (let version = byId.get(planId); version !== undefined; version = byId.get(version.amendsPlanId ?? '')) {
    chain.unshift(version);
  }
  return chain;
}

/**
 * Divides the payments of a settlement among its versions. Each version that was superseded keeps as much money as it
 * had received by then, the earliest first; everything else belongs to the version after it. So a payment that is
 * entered late lowers what is owed now, and one that is taken back is made up for by the next money, and no fen
 * counts twice.
 * @param payments - by value date, those of one day in the order of entry; none before the first version was signed
 * @param chain - as `listChain` gives it
 * @returns one list per version; a payment may be cut in two, and what of it was paid back goes with its last part
 * Law: ST-05, section 6.4; Civil Code 560 (due first, earliest due).
 */
export function divideAmongVersions<P extends { readonly amountFen: Fen; readonly refundedFen?: Fen | undefined }>(
  payments: readonly P[],
  chain: readonly VersionLink[],
): readonly (readonly P[])[] {
  const room = chain.map((version) => version.receivedFen);
  const shares = chain.map((): P[] => []);
  let index = 0;
  for (const payment of payments) {
    const { refundedFen = 0n } = payment;
    let left = payment.amountFen - refundedFen;
    if (left === 0n) shares[Math.min(index, chain.length - 1)]?.push(payment);
    while (left > 0n && index < chain.length) {
      const open = room[index];
      const part = open === null || open === undefined ? left : minFen(left, open);
      left -= part;
      const back = left === 0n ? refundedFen : 0n;
      if (part > 0n)
        shares[index]?.push({ ...payment, amountFen: part + back, ...(refundedFen > 0n && { refundedFen: back }) });
      if (open === null || open === undefined) break;
      room[index] = open - part;
      if (open === part) index += 1;
    }
  }
  return shares;
}

/** The payments that one version of a settlement has to show for, out of all that count for the case. */
export function paymentsOfVersion<
  P extends { readonly receivedOn: CivilDate; readonly amountFen: Fen; readonly refundedFen?: Fen | undefined },
>(payments: readonly P[], chain: readonly VersionLink[]): readonly P[] {
  const [first] = chain;
  // Money that came before the settlement was signed belongs to the ledger of the basis.
  const settled = payments.filter((payment) => first !== undefined && payment.receivedOn >= first.signedOn);
  return divideAmongVersions(settled, chain).at(-1) ?? [];
}
