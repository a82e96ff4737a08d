/** A court of the configuration table; an administrator may add others. */
export interface CourtRow {
  readonly code: string;
  readonly name: string;
  readonly level: 'HIGH' | 'INTERMEDIATE' | 'BASIC';
  /** Code of the court above in this table, null for the highest one. */
  readonly parentCode: string | null;
}

/**
 * Courts of Jinhua and those above them (ID-03): province character, two digits for an intermediate court, four for a
 * basic court. Codes of development-zone courts (91 and above) are not listed, because no source confirms one.
 */
export const COURTS: readonly CourtRow[] = [
  { code: '浙', name: '浙江省高级人民法院', level: 'HIGH', parentCode: null },
  { code: '浙07', name: '金华市中级人民法院', level: 'INTERMEDIATE', parentCode: '浙' },
  { code: '浙0702', name: '金华市婺城区人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0703', name: '金华市金东区人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0723', name: '武义县人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0726', name: '浦江县人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0727', name: '磐安县人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0781', name: '兰溪市人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0782', name: '义乌市人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0783', name: '东阳市人民法院', level: 'BASIC', parentCode: '浙07' },
  { code: '浙0784', name: '永康市人民法院', level: 'BASIC', parentCode: '浙07' },
];
