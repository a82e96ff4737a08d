export const SEIZURE_MODES = ['LIVE', 'DEAD'] as const;
export const SEIZURE_KINDS = ['SEAL', 'DETAIN', 'FREEZE'] as const;
export const ASSET_KINDS = ['BANK_DEPOSIT', 'MOVABLE', 'IMMOVABLE', 'OTHER_RIGHT'] as const;
export const CUSTODIAN_KINDS = ['DEBTOR', 'APPLICANT', 'THIRD_PARTY', 'COURT'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];
export type SeizureMode = (typeof SEIZURE_MODES)[number];
export type CustodianKind = (typeof CUSTODIAN_KINDS)[number];
