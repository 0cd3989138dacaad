// Writes docs/data-dictionary.md from the definitions of the relations and the tables.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { root } from '../setup/paths.mjs';

const file = path.join(root, 'docs', 'data-dictionary.md');
const schema = path.join(root, 'src', 'db', 'schema');

async function load(name) {
  const { module } = await runnerImport(path.join(root, name), {
    configFile: false,
    logLevel: 'error',
    root,
  });
  return module;
}

const [{ dataDictionary }, { dictionaryParts }, { targetViews }] = await Promise.all([
  load('src/db/docs/data-dictionary.ts'),
  load('src/db/docs/dictionary-parts.ts'),
  load('src/core/publish/views.ts'),
]);
const schemaSource = readdirSync(schema)
  .sort()
  .map((name) => readFileSync(path.join(schema, name), 'utf8'))
  .join('\n');
const page = dataDictionary({ ...dictionaryParts(), views: targetViews('seatwatch'), schemaSource });
writeFileSync(file, await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }));
process.stdout.write('docs/data-dictionary.md written\n');
