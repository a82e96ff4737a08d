import { readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { PROJECT_DIRECTORY } from '../support/services.js';
import { isThere, read } from './read-code.js';

/** Lines of a room's page: what lives here, what it may import, a picture where it helps. */
const LINES_MAX = 50;

const listFolders = (folder: string) =>
  readdirSync(path.join(PROJECT_DIRECTORY, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);

const wings = listFolders('src/features');

t.test('every room opens with a short page', (t) => {
  const pages = [...listFolders('src'), ...wings, 'jobs', 'drizzle'].map((folder) => `${folder}/README.md`);
  t.same(
    pages.filter((page) => !isThere(page)),
    [],
  );
  for (const page of pages.filter(isThere)) t.ok(read(page).split('\n').length <= LINES_MAX, page);
  t.end();
});

t.test('the map has a line for every room and feature', (t) => {
  const map = read('docs/map.md');
  const features = wings.flatMap(listFolders).map((folder) => path.posix.basename(folder));
  const rooms = [
    ...listFolders('src'),
    ...features,
    'jobs',
    'drizzle',
    ...wings.map((wing) => path.posix.basename(wing)),
  ];
  t.same(
    rooms.filter((room) => !map.includes(`\`${room}\``)),
    [],
  );
  t.end();
});
