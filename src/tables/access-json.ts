/** What a read was about, in wire form. Each act has its own fields. */
export type StoredAccessDetail = Readonly<Record<string, unknown>>;
