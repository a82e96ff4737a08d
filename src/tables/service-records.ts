import { foreignKey, index, pgEnum, pgTable, primaryKey, unique, uuid, varchar } from 'drizzle-orm/pg-core';
import { SERVICE_METHODS, SERVICE_WAYS } from '../law/service/methods.js';
import { accelerationNotices } from './acceleration.js';
import { cases } from './cases.js';
import { civilDateColumn, courtCode, fileIdsColumn, idColumn, momentColumn } from './columns.js';
import { parties, users } from './identity.js';

export const serviceMethod = pgEnum('service_method', SERVICE_METHODS);
export const serviceWay = pgEnum('service_way', SERVICE_WAYS);

/** That a paper reached a party: who brought it, to whom, how, on which day, by which proof. Refuses UPDATE, DELETE. */
export const serviceRecords = pgTable(
  'service_records',
  {
    courtCode: courtCode(),
    id: idColumn().notNull(),
    caseId: idColumn('case_id').notNull(),
    /** The notice that was served. */
    accelerationNoticeId: idColumn('acceleration_notice_id').notNull(),
    way: serviceWay('way').notNull(),
    servedBy: varchar('served_by', { length: 200 }).notNull(),
    partyId: idColumn('party_id').notNull(),
    method: serviceMethod('method').notNull(),
    servedOn: civilDateColumn('served_on').notNull(),
    fileIds: fileIdsColumn(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'service_records_pkey', columns: [table.courtCode, table.id] }),
    foreignKey({
      name: 'service_records_case_id_fkey',
      columns: [table.courtCode, table.caseId],
      foreignColumns: [cases.courtCode, cases.id],
    }),
    foreignKey({
      name: 'service_records_acceleration_notice_id_fkey',
      columns: [table.courtCode, table.accelerationNoticeId],
      foreignColumns: [accelerationNotices.courtCode, accelerationNotices.id],
    }),
    foreignKey({ name: 'service_records_party_id_fkey', columns: [table.partyId], foreignColumns: [parties.id] }),
    foreignKey({ name: 'service_records_recorded_by_fkey', columns: [table.recordedBy], foreignColumns: [users.id] }),
    unique('service_records_acceleration_notice_unique').on(table.courtCode, table.accelerationNoticeId),
    index('service_records_case_id').on(table.courtCode, table.caseId),
  ],
);
