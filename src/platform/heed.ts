/**
 * Compares the version that a caller has changed with the thing's, under the lock. Throws: `Problem`, when it is
 * another.
 */
export type Heed = (version: number) => void;
