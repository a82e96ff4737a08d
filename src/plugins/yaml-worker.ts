import { parentPort } from 'node:worker_threads';
import { stringify } from 'yaml';

parentPort?.on('message', (json: string) => {
  parentPort?.postMessage({ result: stringify(JSON.parse(json), { strict: false }) });
});
