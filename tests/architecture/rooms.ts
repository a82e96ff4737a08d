import { WINGS } from '../../src/tables/owners.js';

/** Rooms in the order of imports: each imports itself and those before it, types included. See docs/map.md. */
export const ROOMS = [
  'shared',
  'reference-data',
  'law',
  'tables',
  'platform',
  ...WINGS,
  'acts',
  'dependencies',
  'plugins',
  'routes',
  'web and jobs',
  'entries',
] as const;

export type Room = (typeof ROOMS)[number];

const FOLDERS: readonly (readonly [start: string, room: Room])[] = [
  ['src/shared/', 'shared'],
  ['drizzle/reference-data/', 'reference-data'],
  ['src/law/', 'law'],
  ['src/tables/', 'tables'],
  ['src/platform/', 'platform'],
  // The settings are an adapter to the environment that stands at the root, where everybody looks for it.
  ['src/config.ts', 'platform'],
  ['src/acts/', 'acts'],
  ['src/dependencies.ts', 'dependencies'],
  ['src/plugins/', 'plugins'],
  ['src/web/', 'web and jobs'],
  ['jobs/worker.ts', 'entries'],
  ['jobs/', 'web and jobs'],
  ...WINGS.map((wing) => [`src/features/${wing}/`, wing] as const),
];

/** Routes of features and acts: they know plugins, so they stand above them. */
export const isRoutes = (file: string) => /^src\/(features|acts)\/.*\broutes\.ts$/.test(file);

/**
 * The room of a file. What is in no folder of its own is an entry: it puts the whole together and nothing imports it.
 */
export function roomOf(file: string): Room {
  if (isRoutes(file)) return 'routes';
  return FOLDERS.find(([start]) => file.startsWith(start))?.[1] ?? 'entries';
}

/** Where a file stands in the order of imports. */
export const rankOf = (file: string) => ROOMS.indexOf(roomOf(file));

/** The feature of a file, as `dossier/cases`; undefined outside of features. */
export const featureOf = (file: string): string | undefined => /^src\/features\/([^/]+\/[^/]+)\//.exec(file)?.[1];

/** The subject of a file of the law: its folder. */
export const subjectOf = (file: string): string | undefined => /^src\/law\/([^/]+)\//.exec(file)?.[1];

export const isFeature = (file: string) => featureOf(file) !== undefined;

/** A test for files somewhere under a folder. */
export const within = (folder: string) => (file: string) => file.startsWith(`${folder}/`);
