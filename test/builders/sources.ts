import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Parsed once: several tests go through all of them. */
let parsed: ts.SourceFile[] | undefined;

/** The program's own sources that know errors or the log, parsed: without tests and the folders left out. */
export function sources(leftOut: readonly string[] = []): ts.SourceFile[] {
  parsed ??= readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }))
    // Parsing all of them takes seconds; most have neither.
    .filter(({ text }) => /\b(code|fallbackCode|log)\b|AppError|Error\(/.test(text))
    .map(({ name, text }) => ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return parsed.filter(({ fileName }) => !leftOut.some((folder) => fileName.startsWith(folder)));
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** All literal texts below a node, also the parts of templates. */
export function literals(node: ts.Node): string[] {
  const found: string[] = [];
  walk(node, (one) => {
    if (ts.isStringLiteralLike(one)) found.push(one.text);
    else if (ts.isTemplateHead(one) || ts.isTemplateMiddle(one) || ts.isTemplateTail(one))
      found.push(one.text);
  });
  return found;
}
