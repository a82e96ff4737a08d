import async_hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

// tap watches each promise and callback, to say in which test an error fell that nobody caught: a quarter of the
// processor time of a request. Without it such an error ends the process, and with it the run of its file, which fails.
const idle = { enable: () => idle, disable: () => idle };
async_hooks.createHook = () => idle;
syncBuiltinESMExports();
