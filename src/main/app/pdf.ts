import { createHash, randomUUID } from 'node:crypto';
import { BrowserWindow, session, type Session } from 'electron';
import { AppError } from '../../shared/model/errors';
import { denyPermissions } from '../security/harden';
import { APP_SCHEME } from '../security/origin';

/** A document that needs nothing but its own style sheet. */
export interface PrintJob {
  html: string;
  /** The only style sheet in it, letter by letter. */
  style: string;
  /** Markup for the margins of every page. */
  header: string;
  footer: string;
  paper: 'A4' | 'Letter';
}

const ORIGIN = `${APP_SCHEME}://report`;
/** Only to end what hangs: a summary is printed in under a second. */
const PATIENCE_MS = 60_000;
/** Inches. */
const MARGINS = { top: 0.75, bottom: 0.7, left: 0.6, right: 0.6 };

/** Letter is usual where CLDR's territory data says so; everybody else prints on A4. */
const LETTER = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));
export const paperFor = (country: string): PrintJob['paper'] =>
  LETTER.has(country.toUpperCase()) ? 'Letter' : 'A4';

const documents = new Map<string, PrintJob>();

function policyFor({ style }: PrintJob): string {
  const hash = createHash('sha256').update(style, 'utf8').digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** A session of its own, in memory only, that can reach the documents to be printed and nothing else. */
function reportSession(): Session {
  const own = session.fromPartition('report', { cache: false });
  if (own.protocol.isProtocolHandled(APP_SCHEME)) return own;
  denyPermissions(own);
  own.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !details.url.startsWith(`${ORIGIN}/`) });
  });
  own.protocol.handle(APP_SCHEME, (request) => {
    const job = documents.get(request.url);
    if (job === undefined) return new Response('Not found', { status: 404 });
    return new Response(job.html, {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policyFor(job),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
  return own;
}

/**
 * Prints a document by Chromium's own means, in a window nobody sees: without script, without preload, in the
 * sandbox. Rejects with PRINT_FAILED.
 */
export async function printToPdf(job: PrintJob): Promise<Buffer> {
  const url = `${ORIGIN}/${randomUUID()}`;
  documents.set(url, job);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: reportSession(),
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('printing took too long'));
      }, PATIENCE_MS);
    });
    return await Promise.race([print(window, url, job), tooLong]);
  } catch (cause) {
    throw new AppError({
      code: 'PRINT_FAILED',
      kind: 'unexpected',
      message: 'The summary could not be printed to a PDF.',
      fix: 'Try again. If it happens again, look into the log file (Help > Show Log) and report it.',
      retryable: true,
      cause,
    });
  } finally {
    clearTimeout(timer);
    documents.delete(url);
    window.destroy();
  }
}

async function print(window: BrowserWindow, url: string, job: PrintJob): Promise<Buffer> {
  await window.loadURL(url);
  return window.webContents.printToPDF({
    pageSize: job.paper,
    margins: MARGINS,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: job.header,
    footerTemplate: job.footer,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
}
