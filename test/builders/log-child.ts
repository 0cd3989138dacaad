import { createLog } from '../../src/main/platform/log';

// Writes lines to a log that others write to as well: `log-child FILE NAME LINES MAX_BYTES`.

const [file = '', name = '', lines = '0', maxBytes = '0'] = process.argv.slice(2);
const log = createLog(file, { process: name, maxBytes: Number(maxBytes) });
for (let index = 0; index < Number(lines); index++)
  log.info('a line', { index, filler: 'x'.repeat(index % 300), text: 'one\ntwo "three" é 漢' });
