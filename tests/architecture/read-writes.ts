import ts from 'typescript';
import { product, read } from './read-code.js';
import { within } from './rooms.js';

/** What the code of one place does to a table, named as the database names it. */
export interface Touch {
  readonly file: string;
  readonly table: string;
}

export interface Touches {
  readonly writes: readonly Touch[];
  /** The table goes as a value where this reading cannot follow it. */
  readonly passed: readonly Touch[];
  /** Files whose raw SQL writes whatever table it is told. */
  readonly told: readonly string[];
}

const WRITING = new Set(['insert', 'update', 'delete', 'insertRows']);
const READING = new Set(['from', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'alias', 'getTableColumns']);
const SELECTING = new Set(['select', 'selectDistinct', 'selectDistinctOn', 'returning']);
/** A writing verb of SQL, with the table behind it or at the end of a text whose next part is the table. */
const VERB =
  /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)(?:\s+only)?\s+(?:"?(\w+)"?|$)/gi;

/** Drizzle's name of each table → the name in the database. */
const tableNames = new Map(
  product
    .filter(within('src/tables'))
    .flatMap((file) =>
      [...read(file).matchAll(/export const (\w+) = pgTable\(\s*'(\w+)'/g)].map(
        ([, name = '', table = '']) => [name, table] as const,
      ),
    ),
);
/** Every table of the database. */
export const tables = [...tableNames.values()].toSorted();

const nameOf = (callee: ts.Expression): string | undefined => {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : undefined;
};

/** Names that a file takes from the tables. */
function namesOf(statement: ts.Statement): readonly string[] {
  if (!ts.isImportDeclaration(statement) || !/\/tables\//.test(statement.moduleSpecifier.getText())) return [];
  const bindings = statement.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
}

/** Texts of a string or template, each with the expression that follows it. */
function textsOf(node: ts.Node): readonly (readonly [text: string, next: ts.Expression | undefined])[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [[node.text, undefined]];
  if (!ts.isTemplateExpression(node)) return [];
  const parts = [node.head, ...node.templateSpans.map(({ literal }) => literal)];
  return parts.map((part, index) => [part.text, node.templateSpans[index]?.expression]);
}

/** The node is a value of the object that `select` or `returning` is called with. */
function isSelected(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node.parent) && !ts.isShorthandPropertyAssignment(node.parent)) return false;
  const object = node.parent.parent;
  return ts.isCallExpression(object.parent) && SELECTING.has(nameOf(object.parent.expression) ?? '');
}

/** How a table's identifier is used: read, written, or handed on. */
function useOf(node: ts.Identifier): 'READ' | 'WRITTEN' | 'PASSED' {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) return 'READ';
  if (isSelected(node)) return 'READ';
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return 'READ';
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return 'READ';
  // A key is no use of the table, and `of` names what a query locks. What stands in SQL is read with its text.
  if (ts.isPropertySignature(parent) || ts.isTemplateSpan(parent)) return 'READ';
  if (ts.isPropertyAssignment(parent) && (parent.name === node || parent.name.getText() === 'of')) return 'READ';
  if (!ts.isCallExpression(parent)) return 'PASSED';
  const callee = nameOf(parent.expression) ?? '';
  if (WRITING.has(callee)) return 'WRITTEN';
  return READING.has(callee) ? 'READ' : 'PASSED';
}

/** What a file with this text does to tables. */
export function touchesOf(file: string, text: string): Touches {
  const writes: Touch[] = [];
  const passed: Touch[] = [];
  const told: string[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imported = new Set(source.statements.flatMap(namesOf));
  (function visit(node: ts.Node): void {
    const table = ts.isIdentifier(node) && imported.has(node.text) ? tableNames.get(node.text) : undefined;
    if (ts.isIdentifier(node) && table !== undefined) {
      const use = useOf(node);
      if (use === 'WRITTEN') writes.push({ file, table });
      if (use === 'PASSED') passed.push({ file, table });
    }
    for (const [part, next] of textsOf(node)) {
      for (const [, name] of part.matchAll(VERB)) {
        const written = name ?? (next !== undefined && ts.isIdentifier(next) ? tableNames.get(next.text) : undefined);
        if (written === undefined && next !== undefined) told.push(file);
        else if (written !== undefined && tables.includes(written)) writes.push({ file, table: written });
      }
    }
    ts.forEachChild(node, visit);
  })(source);
  return { writes, passed, told };
}

/** What the product does to tables, outside of the folder that defines them. */
export function readTouches(): Touches {
  const all = product
    .filter((file) => !within('src/tables')(file) && /\.tsx?$/.test(file))
    .map((file) => touchesOf(file, read(file)));
  return {
    writes: all.flatMap(({ writes }) => writes),
    passed: all.flatMap(({ passed }) => passed),
    told: all.flatMap(({ told }) => told),
  };
}
