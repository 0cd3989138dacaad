import { readFile } from 'node:fs/promises';
import { type TextSink, writeToFile } from '../../core/export';
import type { KeySource } from '../../core/orgs/key-pair';
import { type Register, valueOption } from '../command';
import { type Context, filePath, usageError } from '../context';
import { notEmpty } from '../values';

/** A key of one's own, or a new one. */
export async function keySource(file: string | undefined): Promise<KeySource> {
  if (file === undefined) return { from: 'generate' };
  try {
    return { from: 'pem', pem: await readFile(filePath(file), 'utf8') };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw usageError(`The private key file ${file} cannot be read (${code}).`, 'Check its name.');
  }
}

/** To standard output, or to a file and then a notice; `facts` go into the JSON document. */
async function giveCertificate(
  context: Context,
  out: string | undefined,
  pem: string,
  facts: object,
): Promise<void> {
  const certificate = `${pem.trimEnd()}\n`;
  if (out === undefined) {
    if (context.json) await context.printJson({ ...facts, certificate });
    else await context.print(certificate);
    return;
  }
  const file = filePath(out);
  await writeToFile(file, (sink: TextSink) => sink.write(certificate));
  if (context.json) await context.printJson({ ...facts, file });
  else await context.notice(`Certificate written to ${file}.`);
}

export const registerCert: Register = (group, run) => {
  const command = group
    .command('cert')
    .argument('<name>', 'the org')
    .description("writes the org's certificate (PEM) for upload to Salesforce")
    .option('--next', 'the new certificate, while the org’s key is being replaced')
    .option('--out <file>', 'write to FILE (server.crt) instead of standard output');
  run<{ out?: string; next?: boolean }>(command, async (context, { out, next }, [name = '']) => {
    const { org, pem } = await context.withServices('read', `org cert ${name}`, async ({ orgs }) => {
      const found = await orgs.requireByName(name);
      return { org: found.name, pem: await orgs.certificate(found.id, next === true ? 'next' : 'current') };
    });
    await giveCertificate(context, out, pem, { org });
    return undefined;
  });
};

interface RotateOptions {
  privateKeyFile?: string;
  out?: string;
  cancel?: boolean;
}

export const registerRotateKey: Register = (group, run) => {
  const command = group
    .command('rotate-key')
    .argument('<name>', 'the org')
    .description(
      'begins to replace the key of an org that signs in with a certificate; both keys work meanwhile',
    )
    .addOption(valueOption('--private-key-file <pem>', 'your new key (default: a new one is made)', notEmpty))
    .option('--out <file>', 'write the new certificate to FILE (server.crt) instead of standard output')
    .option('--cancel', 'give the replacement up; the current key stays');
  run<RotateOptions>(command, async (context, options, [name = '']) => {
    if (options.cancel === true) {
      if (options.privateKeyFile !== undefined || options.out !== undefined)
        throw usageError('--cancel stands alone.', 'Leave the other options out.');
      const org = await context.withServices('write', `org rotate-key ${name}`, async ({ orgs }) =>
        orgs.discardNextKey((await orgs.requireByName(name)).id),
      );
      if (context.json) await context.printJson({ org: org.name, canceled: true });
      else await context.print(`${org.name} keeps its current key; the new one was deleted.\n`);
      return undefined;
    }
    const source = await keySource(options.privateKeyFile);
    const made = await context.withServices('write', `org rotate-key ${name}`, async ({ orgs }) => {
      const org = await orgs.requireByName(name);
      const { expiresAt, fingerprint } = await orgs.prepareKey(org.id, source);
      return { org: org.name, expiresAt, fingerprint, pem: await orgs.certificate(org.id, 'next') };
    });
    const { pem, ...facts } = made;
    await context.notice(
      `Upload the new certificate in Salesforce in place of the old one (again: seatwatch org cert "${made.org}" --next). ` +
        'Seatwatch signs in with either key until Salesforce takes the new one, and then forgets the old one.',
    );
    await giveCertificate(context, options.out, pem, facts);
    return undefined;
  });
};
