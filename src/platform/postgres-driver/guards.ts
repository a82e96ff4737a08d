import { createHash } from 'node:crypto';

/** One place of a file of the driver: what stands there, and what is loaded in its stead. */
interface Change {
  readonly found: string;
  readonly replaced: string;
}

interface GuardedFile {
  /** In the package. */
  readonly path: string;
  /** SHA-256 of the file as released: what was read before its places were chosen. */
  readonly digest: string;
  readonly changes: readonly Change[];
}

/** The release whose files are guarded. */
export const GUARDED_VERSION = '3.4.9';

/** How often a connection is looked at, as part of the server's own limit for a statement. */
const LOOK = 0.1;
/**
 * Looks at a silent statement after which its connection is given up: a little later than the server would. Looks are
 * counted, not time: a process that was stopped itself hears first what has come meanwhile.
 */
const LOOKS = 12;
/** Part of the server's limit for which a statement waits for a connection. */
const WAIT = 0.5;

/**
 * What postgres.js 3.4.9 does when a connection is lost, and must not (upstream 1066, 1154, 1208): a write that comes
 * after the loss throws where nobody can catch it, which ends the process; bytes that were not sent are put before the
 * first message of the next session; statements of a lost transaction go on to whoever has its connection by then.
 * Besides, a server that is there and says nothing is waited for without end, and so is a connection that others keep.
 */
export const GUARDED_FILES: readonly GuardedFile[] = [
  {
    path: 'connection.js',
    digest: 'ce6d375809baad79963ef9b3773e6ac757bcf6da2362d4d85482bb14c2c751be',
    changes: [
      {
        // The write finds no socket: whoever waits for an answer is told so.
        found: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
        replaced: `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)`,
      },
      {
        // Nothing that was meant for a session that has ended is kept for the next.
        found: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
        replaced: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
      },
      {
        found: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
        replaced: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    clearInterval(watch)
    socket.removeListener('data', data)`,
      },
      {
        // What was asked between the error and the end of the socket is settled too. (The driver is written without
        // semicolons; this line begins with what the one before would take for its own.)
        found: `    !hadError && (query || sent.length) && error(`,
        replaced: `    ;(query || sent.length) && error(`,
      },
      {
        found: `    , retries = 0
    , length = 0`,
        replaced: `    , retries = 0
    , silence = 0
    , watch = null
    , length = 0`,
      },
      {
        // The silence that counts is that of the server: what is written to it meanwhile does not end it.
        found: `        : (query = q, query.active = true)

      build(q)`,
        replaced: `        : (silence = 0, query = q, query.active = true)

      build(q)`,
      },
      {
        // A new session has no statement under way, and a limit for the silence of the server.
        found: `      statements = {}
      needsTypes = options.fetch_types`,
        replaced: `      query = errorResponse = results = null
      result = new Result()
      if (options.connection.statement_timeout) {
        socket.on('data', () => silence = 0)
        watch = setInterval(look, options.connection.statement_timeout * ${LOOK})
        watch.unref()
      }
      statements = {}
      needsTypes = options.fetch_types`,
      },
      {
        found: `  function error(err) {
    if (connection.queue`,
        replaced: `  function look() {
    ;(query || sent.length) && ++silence > ${LOOKS} &&
      socket.destroy(Errors.connection('STATEMENT_TIMEOUT', options, socket))
  }

  function error(err) {
    if (connection.queue`,
      },
    ],
  },
  {
    path: 'index.js',
    digest: 'd8fea1a5311c47e65004646bc81f57305ac64d48f99004a5b3ca27bcfc6babf8',
    changes: [
      {
        found: `        new Promise((_, reject) => connection.onclose = reject)`,
        replaced: `        new Promise((_, reject) => connection.onclose = error => (lost = error, reject(error)))`,
      },
      {
        found: `    let savepoints = 0
      , connection`,
        replaced: `    let savepoints = 0
      , lost = null
      , connection`,
      },
      {
        // The connection may belong to another transaction by now.
        found: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
        replaced: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
      },
      {
        // Whoever asks is told in time that all connections are taken.
        found: `      ? go(busy.shift(), query)
      : queries.push(query)
  }`,
        replaced: `      ? go(busy.shift(), query)
      : (queries.push(query), options.connection.statement_timeout && giveUpLater(query))
  }

  function giveUpLater(query) {
    setTimeout(
      () => queries.remove(query) && query.reject(Errors.connection('CONNECTION_WAIT_TIMEOUT', options)),
      options.connection.statement_timeout * ${WAIT}
    ).unref()
  }`,
      },
    ],
  },
];

/**
 * The text of a file of the driver with its guards.
 * @throws Error when it is another text than the one that the guards were made for
 */
export function guard({ path, digest, changes }: GuardedFile, text: string): string {
  if (createHash('sha256').update(text).digest('hex') !== digest) {
    throw new Error(
      `The installed database driver is not postgres ${GUARDED_VERSION} as released (${path} differs), ` +
        'so it is not known to survive a lost connection. Run npm install.',
    );
  }
  return changes.reduce((guarded, { found, replaced }) => {
    if (guarded.split(found).length !== 2) throw new Error(`A guard has no single place in ${path}: ${found}`);
    return guarded.replace(found, () => replaced);
  }, text);
}
