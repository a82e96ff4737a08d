import type { Database } from './database.js';

/** Something that a transaction keeps open and writes before it ends. */
export interface Part {
  /** Writes what is not written yet; written twice in a row, the second time writes nothing. */
  flush(db: Database): Promise<void>;
}

/** What one transaction keeps while it runs: each kind of thing once, whoever asks for it. */
export class Unit {
  readonly #parts = new Map<new () => Part, Part>();

  /** The one of this kind; made when it is first asked for. */
  part<P extends Part>(Kind: new () => P): P {
    const known = this.#parts.get(Kind);
    if (known instanceof Kind) return known;
    const made = new Kind();
    this.#parts.set(Kind, made);
    return made;
  }

  /** Writes what is open, in the order in which it was opened. */
  async flush(db: Database): Promise<void> {
    for (const part of this.#parts.values()) await part.flush(db);
  }
}
