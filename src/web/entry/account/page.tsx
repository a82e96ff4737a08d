import { renderSVG } from 'uqr';
import type { EnrolmentView } from '../../../features/people/own-account/schema.js';
import { ErrorSummary } from '../../blocks/error-summary.js';
import { FormField } from '../../blocks/form-field.js';
import { NewPassword } from '../../blocks/new-password.js';
import { CsrfField, Layout } from '../../layout.js';
import type { PageContext } from '../../page-context.js';
import { sayMoment } from '../../words/dates.js';
import type { AccountShown } from './load.js';
import { ACCOUNT_WORDS } from './words.js';

/** A wrong value, and the form that it was typed into. */
export interface AccountFault {
  readonly field: 'enrol-password' | 'link-password' | 'code' | 'currentPassword' | 'password' | 'repeated';
  readonly text: string;
}

export interface AccountProps extends AccountShown {
  readonly page: PageContext;
  /** The party chosen for this session; absent: all. */
  readonly partyId: string | undefined;
  /** What people call the issuer of sign-ins; absent where there is none. */
  readonly issuerName: string | undefined;
  /** The password was given a moment ago: the way to the issuer is open. */
  readonly mayLink: boolean;
  readonly fault?: AccountFault | undefined;
}

type Part = AccountProps & { readonly faultOf: (field: AccountFault['field']) => string | undefined };

function Enrolment({ page, waiting, faultOf }: Part & { waiting: EnrolmentView }) {
  const words = ACCOUNT_WORDS[page.language];
  const image = `data:image/svg+xml,${encodeURIComponent(renderSVG(waiting.uri))}`;
  return (
    <form method="post" action="/account/second-factor/confirmation">
      <CsrfField page={page} />
      <p>{words.secondFactorScan}</p>
      <img class="qr" src={image} alt={words.qrCode} width="200" height="200" />
      <p>
        {words.secondFactorSecret}: <code class="secret">{waiting.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <FormField
        id="code"
        label={page.words.oneTimeCode}
        type="text"
        autoComplete="one-time-code"
        error={faultOf('code')}
      />
      <button type="submit">{words.secondFactorConfirm}</button>
    </form>
  );
}

function SecondFactor(props: Part) {
  const { page, me, isSample, waiting, faultOf } = props;
  const words = ACCOUNT_WORDS[page.language];
  const said = {
    ACTIVE: words.secondFactorActive,
    REQUIRED: words.secondFactorRequired,
    NONE: isSample ? words.sampleAccountStays : words.secondFactorNone,
  }[me.secondFactor];
  return (
    <section class="panel" aria-labelledby="factor">
      <h2 id="factor">{words.secondFactor}</h2>
      <p>{said}</p>
      {waiting && <Enrolment {...props} waiting={waiting} />}
      {!waiting && !isSample && me.secondFactor !== 'ACTIVE' && (
        <form method="post" action="/account/second-factor">
          <CsrfField page={page} />
          <FormField
            id="enrol-password"
            label={words.currentPassword}
            type="password"
            autoComplete="current-password"
            error={faultOf('enrol-password')}
          />
          <button type="submit">{words.secondFactorBegin}</button>
        </form>
      )}
    </section>
  );
}

function Password({ page, faultOf }: Part) {
  const words = ACCOUNT_WORDS[page.language];
  return (
    <section class="panel" aria-labelledby="change">
      <h2 id="change">{words.changePassword}</h2>
      <form method="post" action="/account/password">
        <CsrfField page={page} />
        <FormField
          id="currentPassword"
          label={words.currentPassword}
          type="password"
          autoComplete="current-password"
          error={faultOf('currentPassword')}
        />
        <NewPassword page={page} faultOf={faultOf} />
        <button type="submit">{words.changePassword}</button>
      </form>
    </section>
  );
}

function Identity({ page, me, issuerName, mayLink, faultOf }: Part) {
  const words = ACCOUNT_WORDS[page.language];
  return (
    <section class="panel" aria-labelledby="identity">
      <h2 id="identity">{words.identity}</h2>
      <p>
        {me.identity === null
          ? words.identityNone
          : words.identityLinked.replace('{issuer}', issuerName ?? '') + me.identity.subject}
      </p>
      {mayLink && me.identity === null ? (
        <p>
          <a class="button" href="/sign-in/issuer?purpose=LINK">
            {words.identityGo.replace('{issuer}', issuerName ?? '')}
          </a>
        </p>
      ) : (
        <form method="post" action={me.identity === null ? '/account/link' : '/account/unlink'}>
          <CsrfField page={page} />
          <FormField
            id="link-password"
            label={words.currentPassword}
            type="password"
            autoComplete="current-password"
            error={faultOf('link-password')}
          />
          <button type="submit">{me.identity === null ? words.identityLink : words.identityUnlink}</button>
        </form>
      )}
    </section>
  );
}

interface ChoiceProps {
  readonly page: PageContext;
  /** Names the field, the form's address and the section. */
  readonly name: 'party' | 'office';
  readonly title: string;
  readonly hint: string;
  /** What an empty choice means. */
  readonly none: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string | undefined;
}

/** For whom the reader acts in this session. */
function Choice({ page, name, title, hint, none, options, chosen }: ChoiceProps) {
  const choices = [{ id: '', name: none }, ...options];
  return (
    <section class="panel" aria-labelledby={`choose-${name}`}>
      <h2 id={`choose-${name}`}>{title}</h2>
      <form method="post" action={`/account/${name}`}>
        <CsrfField page={page} />
        <p class="muted">{hint}</p>
        <div class="field">
          <label for={name}>{title}</label>
          <select id={name} name={name}>
            {choices.map((one) => (
              <option key={one.id} value={one.id} selected={one.id === (chosen ?? '')}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">{ACCOUNT_WORDS[page.language].choose}</button>
      </form>
    </section>
  );
}

function Parties({ page, me, partyId }: Part) {
  const { actingFor, actingForHint, allParties } = ACCOUNT_WORDS[page.language];
  const said = { title: actingFor, hint: actingForHint, none: allParties };
  return <Choice page={page} name="party" {...said} options={me.parties} chosen={partyId} />;
}

function Offices({ page, me, principals }: Part) {
  const { actingForAbsent, actingForAbsentHint, ownOffice } = ACCOUNT_WORDS[page.language];
  const said = { title: actingForAbsent, hint: actingForAbsentHint, none: ownOffice };
  return <Choice page={page} name="office" {...said} options={principals} chosen={me.actsFor?.id} />;
}

function Sessions({ page, sessions }: Part) {
  const { language } = page;
  const words = ACCOUNT_WORDS[language];
  return (
    <section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      <ul class="sessions">
        {sessions.map((one) => (
          <li key={one.id}>
            <span>
              {words.sessionSince} {sayMoment(language, one.signedInAt)} · {words.sessionSeen}{' '}
              {sayMoment(language, one.lastSeenAt)}
            </span>
            <form method="post" action="/account/sessions/end">
              <CsrfField page={page} />
              <input type="hidden" name="session" value={one.id} />
              <button
                type="submit"
                class="link"
                aria-label={`${words.endSession}: ${sayMoment(language, one.signedInAt)}`}
              >
                {words.endSession}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action="/account/sign-out">
        <CsrfField page={page} />
        <button type="submit">{words.endAllSessions}</button>
      </form>
    </section>
  );
}

/** The own account: second factor, password, sessions. */
export function AccountPage(props: AccountProps) {
  const { page, me, isSample, principals, issuerName, fault } = props;
  const words = ACCOUNT_WORDS[page.language];
  const part = {
    ...props,
    faultOf: (field: AccountFault['field']) => (fault?.field === field ? fault.text : undefined),
  };
  return (
    <Layout page={page} title={words.account}>
      <p class="eyebrow">{me.username}</p>
      <h1>{words.account}</h1>
      <ErrorSummary title={page.words.errorTitle} errors={fault === undefined ? [] : [fault]} />
      {me.parties.length > 1 && <Parties {...part} />}
      {principals.length > 0 && <Offices {...part} />}
      <SecondFactor {...part} />
      {!isSample && <Password {...part} />}
      {!isSample && issuerName !== undefined && <Identity {...part} />}
      <Sessions {...part} />
    </Layout>
  );
}
