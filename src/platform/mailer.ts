import { createTransport } from 'nodemailer';

export interface Mail {
  /** Stable for one mail, so that a repeat is recognised. */
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** @throws when the server does not take the mail */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Longest silence of a server that has greeted. */
const SILENCE_TIMEOUT_MS = 10_000;
/** Longest time for one mail in all: a server that answers each command late holds nobody up for ever. */
const SEND_TIMEOUT_MS = 60_000;

/**
 * Sends mails over SMTP; every step has a time limit.
 * @param limits - other limits, for tests
 */
export function createMailer(
  smtpUrl: string,
  from: string,
  { connectMs = CONNECT_TIMEOUT_MS, silenceMs = SILENCE_TIMEOUT_MS } = {},
): Mailer {
  // Read at the making of the transport and not later. What the address says itself (`?socketTimeout=…`) stands above.
  const transport = createTransport({
    url: smtpUrl,
    dnsTimeout: connectMs,
    connectionTimeout: connectMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
  });
  return {
    async send({ messageId, to, subject, text }) {
      // Readers of one notice do not learn of each other.
      await transport.sendMail({
        messageId: `<${messageId}@reprieve>`,
        from,
        bcc: [...to],
        subject,
        text,
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
    },
    close: () => transport.close(),
  };
}
