import type { TestApp } from '../support/app.js';

/** An operation of the OpenAPI text. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its parameters in braces, as OpenAPI writes it. */
  readonly path: string;
  // The text is what the tests are about.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly text: any;
}

/** The operations under /v1, as `/openapi.json` names them. */
export async function listOperations(test: Pick<TestApp, 'app'>): Promise<Operation[]> {
  const document = (await test.app.inject('/openapi.json')).json();
  return Object.entries(document.paths as Record<string, object>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, text]) => ({ method: method as Operation['method'], path, text })),
  );
}

/** The address of an operation with the ids of a stage, or with one id for all. */
export function addressOf(path: string, ids: Readonly<Record<string, unknown>> | string): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => (typeof ids === 'string' ? ids : String(ids[name])));
}
