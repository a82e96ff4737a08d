import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { ASSET_KINDS, CUSTODIAN_KINDS, SEIZURE_KINDS, SEIZURE_MODES } from '../law/seizures/terms.js';
import { SEIZURE_STATUSES } from '../law/states/seizure.js';
import { caseOwnedColumns, caseOwnedKeys } from './case-owned.js';
import { civilDateColumn, courtCode, fenCheck, fenColumn, idColumn, momentColumn } from './columns.js';
import { personKeys } from './person-keys.js';

export const seizureMode = pgEnum('seizure_mode', SEIZURE_MODES);
export const seizureKind = pgEnum('seizure_kind', SEIZURE_KINDS);
export const assetKind = pgEnum('asset_kind', ASSET_KINDS);
export const custodianKind = pgEnum('custodian_kind', CUSTODIAN_KINDS);
export const seizureStatus = pgEnum('seizure_status', SEIZURE_STATUSES);

export const seizures = pgTable(
  'seizures',
  {
    ...caseOwnedColumns(),
    mode: seizureMode('mode').notNull(),
    kind: seizureKind('kind').notNull(),
    assetKind: assetKind('asset_kind').notNull(),
    status: seizureStatus('status').notNull(),
    rank: smallint('rank').notNull(),
    rulingNumber: varchar('ruling_number', { length: 60 }).notNull(),
    rulingJudge: varchar('ruling_judge', { length: 100 }).notNull(),
    ruledOn: civilDateColumn('ruled_on').notNull(),
    fromOn: civilDateColumn('from_on').notNull(),
    toOn: civilDateColumn('to_on').notNull(),
    custodianKind: custodianKind('custodian_kind').notNull(),
    custodianName: varchar('custodian_name', { length: 200 }).notNull(),
    usePermitted: boolean('use_permitted').notNull(),
    useConditions: varchar('use_conditions', { length: 2000 }),
    orderedBy: uuid('ordered_by').notNull(),
    version: integer('version').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    ...caseOwnedKeys('seizures', table),
    ...personKeys('seizures', table.orderedBy),
    check('seizures_term_order', sql`${table.toOn} >= ${table.fromOn}`),
    // 查封规定 Art. 10: only a debtor who keeps the asset himself may go on using it.
    check('seizures_use_debtor_custody', sql`not ${table.usePermitted} or ${table.custodianKind} = 'DEBTOR'`),
    index('seizures_case_id').on(table.courtCode, table.caseId, table.id),
  ],
);

export const seizedAssets = pgTable(
  'seized_assets',
  {
    courtCode: courtCode(),
    seizureId: idColumn('seizure_id').notNull(),
    no: integer('no').notNull(),
    name: varchar('name', { length: 200 }).notNull(),
    model: varchar('model', { length: 100 }),
    serialNumber: varchar('serial_number', { length: 100 }),
    quantity: integer('quantity').notNull(),
    condition: varchar('condition', { length: 500 }),
    place: varchar('place', { length: 300 }),
    appraisedValueFen: fenColumn('appraised_value_fen'),
    valueSource: varchar('value_source', { length: 200 }),
    priorLiensFen: fenColumn('prior_liens_fen'),
  },
  (table) => [
    primaryKey({ name: 'seized_assets_pkey', columns: [table.courtCode, table.seizureId, table.no] }),
    foreignKey({
      name: 'seized_assets_seizure_id_fkey',
      columns: [table.courtCode, table.seizureId],
      foreignColumns: [seizures.courtCode, seizures.id],
    }),
    fenCheck('seized_assets_appraised_value_fen_range', table.appraisedValueFen),
    fenCheck('seized_assets_prior_liens_fen_range', table.priorLiensFen),
  ],
);
