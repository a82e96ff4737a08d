import type { CaseView } from '../../features/dossier/cases/schema.js';
import type { PageContext } from '../page-context.js';

/** One value with a copy button; without script the value can still be selected as a whole. */
function Copyable({ id, label, value, page }: { id: string; label: string; value: string; page: PageContext }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span class="copyable" id={id}>
          {value}
        </span>
        <button
          type="button"
          class="copy"
          hidden
          data-copy={id}
          data-done={page.words.copied}
          aria-label={`${page.words.copy}: ${label}`}
        >
          {page.words.copy}
        </button>
      </dd>
    </div>
  );
}

/** The court's collection account of the case. */
export function WhereToPay({ page, found }: { page: PageContext; found: CaseView }) {
  const { words } = page;
  const account = found.collectionAccount;
  if (account === null) return null;
  return (
    <section class="panel" aria-labelledby="where">
      <h2 id="where">{words.whereToPay}</h2>
      <dl class="descriptions">
        <Copyable page={page} id="account-bank" label={words.bank} value={account.bank} />
        <Copyable page={page} id="account-name" label={words.accountName} value={account.name} />
        <Copyable page={page} id="account-number" label={words.accountNumber} value={account.number} />
        <Copyable page={page} id="account-reference" label={words.payReference} value={found.caseNumber} />
      </dl>
    </section>
  );
}
