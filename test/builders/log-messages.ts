import ts from 'typescript';
import { literals, sources, walk } from './sources';

const LEVELS = ['debug', 'info', 'warn', 'error'];

/** What is said to the log: the literal words of the first argument. */
export function logMessages(): string[] {
  const found: string[] = [];
  for (const source of sources(['src/renderer/', 'src/demo-org/', 'src/checks/']))
    walk(source, (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
      const { name, expression } = node.expression;
      if (!LEVELS.includes(name.text) || !/(^|\.)log$/.test(expression.getText())) return;
      const [message] = node.arguments;
      if (message !== undefined) found.push(...literals(message));
    });
  return found;
}

/** What the doctor may say. */
export function doctorTexts(): string[] {
  return (
    sources()
      .filter(({ fileName }) => /core\/diagnostics\/doctor[^/]*$/.test(fileName))
      .flatMap((source) => literals(source))
      // Sentences; not the names of files and modules.
      .filter((text) => / /.test(text))
  );
}
