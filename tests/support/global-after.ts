import { giveLeaseBack, oneAtATime, othersHoldLease } from './leases.js';
import { endServers, makeServicesDirectory } from './test-servers.js';

// Run by tap after the tests, also after failed ones.
makeServicesDirectory();
await oneAtATime(async () => {
  giveLeaseBack();
  if (!othersHoldLease()) await endServers();
});
