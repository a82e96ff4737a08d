import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { countEvents, dumpTables } from './dump.js';
import { nameIds } from './names.js';
import { visitPages } from './pages.js';
import { dumpSchema } from './schema.js';
import { playStory } from './story.js';
import { type Extent, sweep } from './sweep.js';
import { toText } from './text.js';
import { type World, withWorld } from './world.js';

interface Recording {
  readonly name: string;
  readonly extent: Extent;
  readonly pages: { readonly caseNumbers: readonly string[]; readonly isWhole: boolean };
}

const STORY: Recording = {
  name: 'story',
  extent: { most: Infinity, byAll: 4, without: [] },
  pages: {
    caseNumbers: ['（2023）浙0702执1234号', '（2023）浙0702执1235号', '（2023）浙0702执1301号'],
    isWhole: true,
  },
};

const SAMPLE: Recording = {
  name: 'sample',
  // What these list stands in the rows, and the story shows how they say it.
  extent: { most: 2, byAll: 1, without: ['listAuditEvents', 'readTimeline', 'listNotices', 'listSteps', 'accessLog'] },
  pages: { caseNumbers: ['（2023）浙0702执1234号', '（2023）浙0702执2002号'], isWhole: false },
};

/** Rows first, since reading adds to them; then every answer, every page, and what the reading has added. */
async function recordWorld(world: World, { name, extent, pages }: Recording, files: Map<string, string>) {
  const put = (folder: string, some: Map<string, string>) => {
    for (const [file, text] of some) files.set(path.posix.join(name, folder, file), text);
  };
  const names = await nameIds(world.sql);
  put('rows', await dumpTables(world.sql, names));
  const before = await countEvents(world.sql);
  put('answers', await sweep(world, names, extent));
  put('pages', await visitPages(world, names, pages));
  const counts = { before, after: await countEvents(world.sql) };
  files.set(`${name}/rows/events-by-type.json`, `${toText(counts, 2)}\n`);
}

function digestDocuments(root: string): string {
  const digestOf = (file: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(root, file)))
      .digest('hex');
  const documents = ['docs/openapi.json', 'docs/permissions.md'];
  return `${toText(Object.fromEntries(documents.map((file) => [file, digestOf(file)])), 1)}\n`;
}

/**
 * Plays both worlds and writes down all that can be seen of them.
 * @param root - the project's folder
 * @param only - `story` or `sample`; without it both, the schema and the documents
 * @param say - told what has been done
 * @returns texts by the names of their files
 */
export async function recordAll(
  root: string,
  only: string | undefined,
  say: (line: string) => void,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  if (only !== SAMPLE.name) {
    await withWorld({ clockStart: '2023-09-28' }, async (world) => {
      await playStory(world.test);
      say('the story is played');
      await recordWorld(world, STORY, files);
      if (only === undefined) files.set('schema.txt', await dumpSchema(world.sql));
    });
    say('the story is recorded');
  }
  if (only !== STORY.name) {
    await withWorld({ sampleData: 'load' }, (world) => recordWorld(world, SAMPLE, files));
    say('the sample data are recorded');
  }
  if (only === undefined) files.set('documents.json', digestDocuments(root));
  return files;
}
