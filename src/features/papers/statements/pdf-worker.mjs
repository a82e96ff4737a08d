// Turns data into PDF in a thread of its own, so that the server goes on answering. Plain JavaScript, so that the
// thread starts the same from sources, from the build and in tests. The renderer is loaded here and nowhere else.
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';

const { templatesFolder, fontsFolder } = workerData;
const compiler = NodeCompiler.create({ workspace: templatesFolder, fontArgs: [{ fontPaths: [fontsFolder] }] });
/** Age, in papers, after which remembered layout is dropped. */
const CACHE_AGE = 10;

parentPort.on('message', ({ template, data, createdAtSeconds }) => {
  try {
    const source = { mainFilePath: `${templatesFolder}/${template}`, inputs: { data } };
    const options = { pdfStandard: PdfStandard.A_2b, creationTimestamp: createdAtSeconds };
    parentPort.postMessage({ bytes: compiler.pdf(source, options) });
    compiler.evictCache(CACHE_AGE);
  } catch (error) {
    // An error of the renderer carries its text in `code`.
    parentPort.postMessage({ fault: String(error.message || error.code || error) });
  }
});
