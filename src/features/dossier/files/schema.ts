import { z } from 'zod';
import { hexDigest } from '../../../shared/digests.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import type { FILE_CLASSES } from '../../../tables/files.js';

/** Most files that one act names. */
const FILES_OF_AN_ACT_MAX = 20;

/** Evidence of an act, by the ids that uploads were answered with. */
export const fileIds = z
  .array(id)
  .max(FILES_OF_AN_ACT_MAX)
  .refine((all) => new Set(all).size === all.length, 'a file stands twice')
  .optional()
  .describe('files that prove it, uploaded by `POST /v1/files`');

/** The files of an act, as its answer names them. */
export const fileIdsView = z.array(id).describe('files that prove it');

export const uploadBody = z
  .strictObject({ file: z.unknown().meta({ type: 'string', format: 'binary', description: 'one file' }) })
  .meta({ required: ['file'] });

export const fileView = z.object({
  id,
  sha256: hexDigest.describe('SHA-256 of the content, hexadecimal'),
  sm3: hexDigest.describe('SM3 of the content, hexadecimal'),
  size: z.int().describe('bytes'),
  mediaType: z.string().describe('what the content is, not what it was sent as'),
  name: z.string(),
  uploadedBy: z.object({ id, name: z.string() }),
  createdAt: moment,
});
export type FileView = z.infer<typeof fileView>;
export type FileClass = (typeof FILE_CLASSES)[number];
