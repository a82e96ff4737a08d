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

/** How much longer than the server's own limit a statement may be silent before its connection is given up. */
const PATIENCE = 1.2;

/**
 * What postgres.js 3.4.9 does when a connection is lost, and must not (upstream 1066, 1154, 1208): a write that comes
 * after the loss throws where nobody can catch it, which ends the process; bytes that were not sent are put before the
 * first message of the next session; statements of a lost transaction go on to whoever has its connection by then.
 * Besides, a server that is there and says nothing is waited for without end.
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
    socket.removeListener('data', data)`,
      },
      {
        // What was asked between the error and the end of the socket is settled too. (The driver is written without
        // semicolons; this line begins with what the one before would take for its own.)
        found: `    !hadError && (query || sent.length) && error(`,
        replaced: `    ;(query || sent.length) && error(`,
      },
      {
        // A new session has no statement under way, and a limit for the silence of the server.
        found: `      statements = {}
      needsTypes = options.fetch_types`,
        replaced: `      query = errorResponse = results = null
      result = new Result()
      if (options.connection.statement_timeout) {
        socket.setTimeout(options.connection.statement_timeout * ${PATIENCE})
        socket.on('timeout', silent)
      }
      statements = {}
      needsTypes = options.fetch_types`,
      },
      {
        found: `  function error(err) {
    if (connection.queue`,
        replaced: `  function silent() {
    (query || sent.length) && socket.destroy(Errors.connection('STATEMENT_TIMEOUT', options, socket))
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
