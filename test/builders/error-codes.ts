import os from 'node:os';
import ts from 'typescript';
import { literals, sources, walk } from './sources';

export interface FoundCode {
  code: string;
  /** Where it stands, relative to the checkout. */
  file: string;
  /** "ours" or "salesforce": what a table of Salesforce's refusals lists. */
  origin: 'ours' | 'salesforce';
  node: ts.Node;
}

const PROPERTIES = new Set(['code', 'fallbackCode', 'as']);
/** As ours look; those of OAuth are in lower case. */
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const OAUTH_CODE = /^[A-Za-z]+(_[A-Za-z]+)+$/;
/** Folders with codes of their own that no person ever sees as a failure of Seatwatch. */
const LEFT_OUT = ['src/demo-org/', 'src/checks/'];

interface Maker {
  name: string;
  /** Which argument is the code. */
  position: number;
  exported: boolean;
}

/**
 * Every error code in the sources: values of properties `code`, `fallbackCode` and `as`, constants and tables these
 * name, and arguments of functions that have a parameter `code`.
 */
export function errorCodes(): FoundCode[] {
  found ??= find();
  return found;
}

let found: FoundCode[] | undefined;

function find(): FoundCode[] {
  const files = sources(LEFT_OUT);
  const makers = new Map(files.map((source) => [source.fileName, makersIn(source)]));
  const exported = [...makers.values()].flat().filter((maker) => maker.exported);
  return files.flatMap((source) => {
    const own = makers.get(source.fileName) ?? [];
    // A function of the file itself hides one of the same name elsewhere.
    return codesIn(source, new Map([...exported, ...own].map((maker) => [maker.name, maker])));
  });
}

function makersIn(source: ts.SourceFile): Maker[] {
  const found: Maker[] = [];
  walk(source, (node) => {
    const named = ts.isFunctionDeclaration(node)
      ? { name: node.name?.text, parameters: node.parameters, exported: isExported(node) }
      : ts.isVariableDeclaration(node) &&
          node.initializer !== undefined &&
          ts.isArrowFunction(node.initializer)
        ? {
            name: node.name.getText(),
            parameters: node.initializer.parameters,
            exported: isExported(node.parent.parent),
          }
        : null;
    if (named?.name === undefined) return;
    const position = named.parameters.findIndex((parameter) => parameter.name.getText() === 'code');
    if (position !== -1) found.push({ name: named.name, position, exported: named.exported });
  });
  return found;
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

function codesIn(source: ts.SourceFile, makers: ReadonlyMap<string, Maker>): FoundCode[] {
  const found: FoundCode[] = [];
  const file = source.fileName;
  const isTable = /salesforce\/(rest|oauth|bulk)-errors\.ts$/.test(file);
  const constants = constantsOf(source);
  const add = (value: ts.Node, node: ts.Node, fromSalesforce: boolean): void => {
    for (const text of textsOf(value, constants)) {
      if (text in os.constants.errno) continue;
      const salesforce = fromSalesforce && isTable;
      if (CODE.test(text) ? text.length > 2 : salesforce && OAUTH_CODE.test(text))
        found.push({ code: text, file, origin: salesforce ? 'salesforce' : 'ours', node });
    }
  };
  walk(source, (node) => {
    if (ts.isPropertyAssignment(node) && PROPERTIES.has(node.name.getText()))
      add(node.initializer, node.parent, node.name.getText() === 'code');
    if (ts.isParameter(node) && node.name.getText() === 'code' && node.initializer !== undefined)
      add(node.initializer, node, false);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const maker = makers.get(node.expression.text);
    const argument = maker && node.arguments[maker.position];
    if (argument !== undefined) add(argument, node, false);
  });
  return found;
}

function constantsOf(source: ts.SourceFile): Map<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  walk(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined)
      found.set(node.name.getText(), node.initializer);
  });
  return found;
}

/** Literal texts a value may have; constants and tables of the same file are followed once. */
function textsOf(value: ts.Node, constants: ReadonlyMap<string, ts.Expression>): string[] {
  const found = literals(value);
  walk(value, (node) => {
    if (!ts.isIdentifier(node)) return;
    const constant = constants.get(node.text);
    if (constant !== undefined && !ts.isFunctionLike(constant) && !ts.isCallExpression(constant))
      found.push(...literals(constant));
  });
  return found;
}
