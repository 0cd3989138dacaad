// The yardstick: nothing but fetch and files. Writes every result page of every query into a folder, bulk
// ones as CSV, the others as JSON, and prints what it took. Argument: { url, consumerKey, consumerSecret,
// folder, pageRows, bulk: [{ name, soql }], rest: [{ name, soql }] } as JSON.
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

const { url, consumerKey, consumerSecret, folder, pageRows, bulk, rest } = JSON.parse(process.argv[2]);
const form = { grant_type: 'client_credentials', client_id: consumerKey, client_secret: consumerSecret };
const grant = await fetch(`${url}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams(form),
});
const headers = {
  Authorization: `Bearer ${(await grant.json()).access_token}`,
  'Content-Type': 'application/json',
};
const base = '/services/data/v67.0';
const files = { bulk: {}, rest: {} };
let calls = 0;
let bytes = 0;

async function call(target, init = {}) {
  calls += 1;
  const answer = await fetch(url + target, { headers, ...init });
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
  return answer;
}

for (const { name, soql } of bulk) {
  const body = JSON.stringify({ operation: 'query', query: soql, lineEnding: 'LF' });
  const { id } = await (await call(`${base}/jobs/query`, { method: 'POST', body })).json();
  while ((await (await call(`${base}/jobs/query/${id}`)).json()).state !== 'JobComplete') await delay(500);
  files.bulk[name] = [];
  for (let locator = ''; locator !== 'null';) {
    const at = locator === '' ? '' : `&locator=${locator}`;
    const answer = await call(`${base}/jobs/query/${id}/results?maxRecords=${pageRows}${at}`);
    const file = path.join(folder, `${name}-${files.bulk[name].length}.csv`);
    const out = createWriteStream(file);
    await pipeline(Readable.fromWeb(answer.body), out);
    bytes += out.bytesWritten;
    files.bulk[name].push(file);
    locator = answer.headers.get('sforce-locator') ?? 'null';
  }
}
for (const { name, soql } of rest) {
  files.rest[name] = [];
  for (let next = `${base}/query?q=${encodeURIComponent(soql)}`; next;) {
    const text = await (await call(next)).text();
    const file = path.join(folder, `${name}-${files.rest[name].length}.json`);
    await pipeline(Readable.from([text]), createWriteStream(file));
    bytes += Buffer.byteLength(text);
    files.rest[name].push(file);
    next = JSON.parse(text).nextRecordsUrl;
  }
}
process.stdout.write(JSON.stringify({ calls, bytes, files }));
