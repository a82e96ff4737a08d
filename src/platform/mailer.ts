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

const TIMEOUT_MS = 10_000;

/** Sends mails over SMTP; every step has a time limit. */
export function createMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl, {
    from,
    // Readers of one notice do not learn of each other.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  Object.assign(transport.options, {
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    async send({ messageId, to, subject, text }) {
      await transport.sendMail({ messageId: `<${messageId}@reprieve>`, from, bcc: [...to], subject, text });
    },
    close: () => transport.close(),
  };
}
