import { z } from 'zod';
import { mayServeBy, SERVICE_METHODS, SERVICE_WAYS } from '../../../law/service/methods.js';
import { civilDate, shownDate } from '../../../shared/civil-date.js';
import { id } from '../../../shared/ids.js';
import { moment } from '../../../shared/moment.js';
import { oneLine } from '../../../shared/text-fields.js';
import { fileIds, fileIdsView } from '../files/schema.js';

const way = z.enum(SERVICE_WAYS);
const method = z.enum(SERVICE_METHODS);

export const serviceBody = z
  .strictObject({
    way: way.describe('COURT, or APPLICANT: his own delivery, whose proof the officer accepts'),
    servedBy: oneLine(200).describe('who brought it'),
    partyId: id.describe('on whom it was served'),
    method: method.describe('an applicant serves DIRECT, ELECTRONIC or by POST'),
    servedOn: civilDate.describe('the day on which it reached the party, or counts as having done so'),
    fileIds: fileIds.unwrap().min(1).describe('the return of service, or the proof of delivery'),
  })
  .refine((one) => mayServeBy(one.way, one.method), { path: ['method'], error: 'only a court serves in this way' });
export type ServiceInput = z.infer<typeof serviceBody>;

export const serviceView = z.object({
  id,
  way,
  servedBy: z.string(),
  partyId: id,
  method,
  servedOn: shownDate,
  fileIds: fileIdsView,
  recordedBy: z.object({ id, name: z.string() }),
  createdAt: moment,
});
