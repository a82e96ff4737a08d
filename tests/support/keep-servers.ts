import { findLeftover } from '../../src/platform/embedded-postgres/postmaster.js';
import { keepServers, oneAtATime, othersHoldLease, stopKeepingServers } from './leases.js';
import { readFacts } from './services.js';
import { endServers, makeServicesDirectory, startServers } from './test-servers.js';

// npm run test:servers            starts the test servers and leaves them running, so that a test begins at once
// npm run test:servers -- stop    ends them, as soon as no test run uses them
makeServicesDirectory();
await oneAtATime(async () => {
  if (process.argv[2] === 'stop') {
    stopKeepingServers();
    if (!othersHoldLease()) await endServers();
    return;
  }
  if (!othersHoldLease()) await endServers();
  await startServers();
  const server = findLeftover(readFacts());
  if (server === undefined) throw new Error('The database server has ended.');
  keepServers(server.identity);
});
console.log(process.argv[2] === 'stop' ? 'The test servers are given up.' : 'The test servers run.');
