import ts from 'typescript';

/** A place where the compiler is told what it cannot see. */
export interface Cast {
  readonly place: string;
  /** A comment stands on its line or on the line before. */
  readonly hasReason: boolean;
}

/** Casts of a file, but for `as const`, which tells the compiler nothing that it could not see. */
export function listCasts(file: string, text: string): Cast[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const casts: Cast[] = [];
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  (function visit(node: ts.Node): void {
    if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && node.type.getText(source) !== 'const') {
      const near = [lineOf(node.getStart(source)), lineOf(node.type.getStart(source))];
      const hasReason = near.some((line) =>
        [lines[line - 1], lines[line]].some((one) => /\/\/ |\/\*\*? |^\s*\*/.test(one ?? '')),
      );
      casts.push({ place: `${file}:${(near[1] ?? 0) + 1}`, hasReason });
    }
    ts.forEachChild(node, visit);
  })(source);
  return casts;
}
