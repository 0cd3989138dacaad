import type { Readable, Writable } from 'node:stream';
import { read } from 'read';
import { MIN_PASSPHRASE, type PassphraseSource } from '../core/vault';
import { canceled } from './context';

export interface Terminal {
  stdin: Readable & { isTTY?: boolean };
  /** Standard output belongs to the answer, so questions go to standard error. */
  stderr: Writable & { isTTY?: boolean };
}

export function canAsk({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks without showing what is typed. Rejects with kind "canceled" on Ctrl+C and Ctrl+D. */
export async function askSecret({ stdin, stderr }: Terminal, question: string): Promise<string> {
  let onPause = (): void => undefined;
  // `read` never settles when the input ends (Ctrl+D); readline then only pauses it.
  const ended = new Promise<never>((_, reject) => {
    onPause = () => void setImmediate(() => reject(canceled()));
  });
  stdin.once('pause', onPause);
  try {
    return await Promise.race([
      read({ prompt: question, silent: true, input: stdin, output: stderr }).catch(() => {
        throw canceled();
      }),
      ended,
    ]);
  } finally {
    stdin.off('pause', onPause);
    // The line feed that was typed is not shown either.
    stderr.write('\n');
  }
}

const TRIES = 3;

/** The vault's questions, for `createPassphraseSource`; undefined where nobody can be asked. */
export function createPassphrasePrompt(terminal: Terminal): PassphraseSource['ask'] | undefined {
  if (!canAsk(terminal)) return undefined;
  const say = (text: string): void => void terminal.stderr.write(`${text}\n`);
  return async (purpose, attempt) => {
    if (purpose === 'unlock') {
      if (attempt > 1) say('That is not the passphrase of this vault.');
      return askSecret(terminal, 'Vault passphrase:');
    }
    say(
      'This computer has no protected keychain, so the vault that keeps consumer secrets needs a passphrase.',
    );
    for (let tries = 0; tries < TRIES; tries += 1) {
      const first = await askSecret(
        terminal,
        `Choose a vault passphrase (${MIN_PASSPHRASE} characters or more):`,
      );
      if (first.length < MIN_PASSPHRASE) say(`At least ${MIN_PASSPHRASE} characters.`);
      else if ((await askSecret(terminal, 'Again, to be sure:')) === first) return first;
      else say('The two differ.');
    }
    return null;
  };
}
