import { addressOf, type Operation } from '../../plugins/operations.js';
import type { Thing } from './things.js';

/** Values for the parameters of queries that no enumeration gives. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  limit: ['1'],
  cursor: ['none'],
  asOf: ['2023-10-31', '2024-02-29'],
  from: ['2024-03-01'],
  to: ['2023-12-31'],
  caseNumber: ['（2023）浙0702执1234号'],
  type: ['PAYMENT_APPROVED'],
  courtCode: ['浙0703'],
};

/** What a call needs in any case. */
const NEEDED: Readonly<Record<string, (thing: Thing, links: Links) => Record<string, string>>> = {
  readDifference: ({ planId = '' }, { amended }) => ({ from: amended.get(planId) ?? planId }),
  exportAuditEvents: () => ({ purpose: '核对' }),
};

/** What addresses take from the world that is read. */
export interface Links {
  /** Which plan a plan amends, by their ids. */
  readonly amended: ReadonlyMap<string, string>;
  /** For queries by case and by actor. */
  readonly caseId: string;
  readonly actorId: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[] };
}

function valuesOf({ name, schema }: Parameter, links: Links): readonly string[] {
  if (name === 'caseId' || name === 'actorId') return [links[name]];
  // The test app takes lines of JSON for one text; the permission to export shows in the other format.
  const values = schema.enum?.filter((value) => value !== 'jsonl') ?? VALUES[name];
  if (values === undefined) throw new Error(`golden: nobody says what to ask for as ?${name}=`);
  return values;
}

/**
 * Addresses of a call for a thing.
 * @param filtered - with each filter besides, one at a time
 */
export function addressesOf(operation: Operation, thing: Thing, links: Links, filtered: boolean): string[] {
  const { operationId, parameters = [] } = operation.text as { operationId: string; parameters?: Parameter[] };
  const needed = NEEDED[operationId]?.(thing, links) ?? {};
  const write = (more: Record<string, string>) => {
    const query = new URLSearchParams({ ...needed, ...more }).toString();
    return addressOf(operation.path, thing) + (query === '' ? '' : `?${query}`);
  };
  const optional = parameters.filter((one) => one.in === 'query' && needed[one.name] === undefined);
  const filters = filtered
    ? optional.flatMap((one) => valuesOf(one, links).map((value) => write({ [one.name]: value })))
    : [];
  return [write({}), ...filters];
}

/** Reads that leave a mark in the case or the log come after all others. */
export function leavesMark(address: string): boolean {
  return /\/content$|\/export\?|format=(?!json)/.test(address);
}
