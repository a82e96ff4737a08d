import { createServer } from 'node:net';

/**
 * A TCP port of the loopback address that nobody listens on now. Another program may take it before it is used, so
 * who uses it tries again with a new one.
 */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system named no free port.'));
      });
    });
  });
}
