import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';

// Owns a database server until it is killed: … tests/support/own-database.ts <data directory>
const [dataDir = ''] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings: { fsync: 'off' } });
console.log(JSON.stringify({ url: server.url, clusterDirectory: server.clusterDirectory }));
process.stdin.resume();
