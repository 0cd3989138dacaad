import { Button } from '@mantine/core';
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { AppErrorShape } from '../../shared/model/errors';
import { CheckIcon, CopyIcon, DownloadIcon } from './icons';
import { Note } from './note';
import classes from './certificate.module.css';

type Failure = Pick<AppErrorShape, 'kind' | 'message' | 'fix'>;

/** Where a certificate comes from and goes to. All of it may fail. */
export interface CertificateFiles {
  /** Asks for a place and writes the file there; null: the person changed their mind. */
  save: () => Promise<{ file: string } | null>;
  pem: () => Promise<string>;
  copy: (text: string) => Promise<void>;
  /** Anything thrown, in words. */
  explain: (error: unknown) => Failure;
}

interface CertificateActionsProps {
  files: CertificateFiles;
  /** The file is what has to be done next. */
  primary?: boolean;
  /** The certificate was just made: go on here. */
  autoFocus?: boolean;
  /** More buttons, at the end. */
  children?: ReactNode;
}

type Task = 'save' | 'copy' | 'show';

/** Save server.crt…, Copy PEM, Show PEM. What they did is said below them. */
export function CertificateActions({
  files,
  primary = false,
  autoFocus = false,
  children,
}: CertificateActionsProps) {
  const pemId = useId();
  const [busy, setBusy] = useState<Task | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [savedTo, setSavedTo] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const [pem, setPem] = useState<string | null>(null);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const attempt = async (task: Task, work: () => Promise<void>) => {
    setBusy(task);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      const why = files.explain(error);
      if (why.kind !== 'canceled') setFailure(why);
    } finally {
      setBusy(null);
    }
  };
  const save = () =>
    attempt('save', async () => {
      const saved = await files.save();
      if (saved) setSavedTo(saved.file);
    });
  const copy = () =>
    attempt('copy', async () => {
      await files.copy(await files.pem());
      setCopied(true);
    });
  const toggle = () =>
    pem === null ? attempt('show', async () => setPem(await files.pem())) : Promise.resolve(setPem(null));

  return (
    <div className={classes.stack}>
      <div className={classes.actions}>
        <Button
          variant={primary && savedTo === null ? 'filled' : 'default'}
          leftSection={<DownloadIcon size={16} />}
          loading={busy === 'save'}
          autoFocus={autoFocus}
          onClick={() => void save()}
        >
          Save server.crt…
        </Button>
        <Button
          variant="default"
          leftSection={copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
          loading={busy === 'copy'}
          onClick={() => void copy()}
        >
          Copy PEM
        </Button>
        <Button
          variant="default"
          aria-expanded={pem !== null}
          aria-controls={pemId}
          loading={busy === 'show'}
          onClick={() => void toggle()}
        >
          {pem === null ? 'Show PEM' : 'Hide PEM'}
        </Button>
        {children}
      </div>
      <p role="status" className={classes.done} data-empty={savedTo === null && !copied}>
        {copied ? 'Copied.' : savedTo !== null ? `Saved as ${savedTo}` : ''}
      </p>
      {failure && (
        <Note tone="problem" title={failure.message} live>
          {failure.fix}
        </Note>
      )}
      <div id={pemId}>
        {pem !== null && (
          <pre className={classes.pem} tabIndex={0} role="group" aria-label="Certificate in PEM form">
            {pem}
          </pre>
        )}
      </div>
    </div>
  );
}
