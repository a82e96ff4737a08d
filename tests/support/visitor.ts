import type { FastifyInstance } from 'fastify';

export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Record<string, unknown>;
}

/** A visitor of the portal with a cookie jar, as a browser without script. */
export interface Visitor {
  get(url: string, headers?: Record<string, string>): Promise<Page>;
  /** Posts a form with the token of the page seen last. */
  submit(url: string, fields: Record<string, string>, token?: string): Promise<Page>;
  signIn(username: string): Promise<Page>;
  readonly cookies: ReadonlyMap<string, string>;
}

export function createVisitor(app: FastifyInstance): Visitor {
  const cookies = new Map<string, string>();
  let lastToken = '';

  async function send(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    payload?: string,
  ): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await app.inject({
      method,
      url,
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const one of reply.cookies) cookies.set(one.name, one.value);
    lastToken = /name="_csrf" value="([^"]+)"/.exec(reply.body)?.[1] ?? lastToken;
    return { status: reply.statusCode, html: reply.body, headers: reply.headers };
  }

  const get: Visitor['get'] = (url, headers = {}) => send('GET', url, headers);
  const submit: Visitor['submit'] = (url, fields, token = lastToken) =>
    send(
      'POST',
      url,
      { 'content-type': 'application/x-www-form-urlencoded' },
      new URLSearchParams({ ...fields, _csrf: token }).toString(),
    );
  return {
    cookies,
    get,
    submit,
    async signIn(username) {
      await get('/sign-in');
      return submit('/sign-in', { username, password: 'reprieve' });
    },
  };
}
