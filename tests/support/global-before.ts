import { giveLeaseBack, oneAtATime, othersHoldLease, takeLease } from './leases.js';
import { endServers, makeServicesDirectory, startServers } from './test-servers.js';

// Run by tap before the tests: a process of its own, which ends while the servers go on.
makeServicesDirectory();
await oneAtATime(async () => {
  // What nobody holds was left by a run that was killed, with its databases still in it.
  if (!othersHoldLease()) await endServers();
  takeLease();
  try {
    await startServers();
  } catch (error) {
    // tap ends here and never comes to its `after`.
    giveLeaseBack();
    if (!othersHoldLease()) await endServers();
    throw error;
  }
});
