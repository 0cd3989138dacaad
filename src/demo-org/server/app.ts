import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import type { FailRule } from '../faults';
import { failReply, sleep, truncate } from './fault-replies';
import { identity, userinfo } from './identity';
import { charge, isCharged, limitInfo } from './metering';
import { authorize } from './oauth/authorize';
import { introspect } from './oauth/introspect';
import { revoke } from './oauth/revoke';
import { token } from './oauth/token';
import type { Org } from './org';
import { NOT_FOUND, refuseLength, reply, type Env } from './replies';
import { soapLogin } from './soap';
import { versioned } from './versioned';
import { versionList } from './versions';

/** The HTTP face of the demo org. */
export function createApp(
  org: Org,
  control: ((request: Request) => Promise<Response>) | undefined,
): Hono<Env> {
  const app = new Hono<Env>();
  const zip = compress();
  app.use(async (c, next) => {
    await next();
    // The server's own clock, which a test may move; a cut line has no head left to write.
    if (!c.env.outgoing.headersSent) c.res.headers.set('Date', new Date(org.now()).toUTCString());
  });
  app.use((c, next) => (zips(org) ? zip(c, next) : next()));
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    if (pathname === '/__control') return next();
    org.stats.saw(c.req.method, pathname.replace(/\/{2,}/g, '/'));
    if (org.faults.switches.latencyMs > 0) await sleep(org.faults.switches.latencyMs);
    const tooLong = refuseLength(c);
    if (tooLong) return tooLong;
    const rule = org.faults.take(`${c.req.method} ${pathname}${search}`);
    if (rule?.delayMs !== undefined) await sleep(rule.delayMs);
    if (rule && rule.passThrough !== true) return fail(org, c, rule, pathname);
    await next();
    if (org.faults.truncateNext > 0) {
      org.faults.truncateNext--;
      c.res = await truncate(c.res, c.env);
    }
    return undefined;
  });
  if (control) app.post('/__control', (c) => control(c.req.raw));
  app.all('/services/oauth2/token', (c) => token(c, org));
  app.on(['GET', 'POST'], '/services/oauth2/revoke', (c) => revoke(c, org));
  app.post('/services/oauth2/introspect', (c) => introspect(c, org));
  app.on(['GET', 'POST'], '/services/oauth2/authorize', (c) => authorize(c, org));
  app.on(['GET', 'POST'], '/services/oauth2/userinfo', (c) => identityCall(org, userinfo(c, org)));
  app.get('/id/keys', (c) => c.json(org.signer.keySet()));
  app.on(['GET', 'POST'], '/id/:org/:user', (c) => identityCall(org, identity(c, org)));
  app.post('/services/Soap/:kind{[cu]}/:version{.+}', (c) => soapLogin(c));
  app.on('GET', ['/services/data', '/services/data/'], (c) =>
    reply(c, { status: 200, body: versionList(org.maxVersion, org.faults.switches.versionsUnsorted) }),
  );
  app.all('/services/data/:version{v[0-9]+\\.[0-9]+}', (c) => versioned(org, c));
  app.all('/services/data/:version{v[0-9]+\\.[0-9]+}/*', (c) => versioned(org, c));
  app.notFound((c) => reply(c, { status: 404, body: [NOT_FOUND] }));
  app.onError((error, c) => {
    // A bug of ours shows as the platform's own 500, but with the reason.
    return reply(c, { status: 500, body: [{ message: error.message, errorCode: 'UNKNOWN_EXCEPTION' }] });
  });
  return app;
}

/** Whether this answer may be compressed: the platform does it mostly, not always. */
function zips(org: Org): boolean {
  switch (org.faults.switches.gzip) {
    case 'honored':
      return true;
    case 'sometimes':
      return (org.stats.answers += 1) % 2 === 0;
    case 'never':
      return false;
  }
}

/** Whether asking who one is uses up a call is undocumented: switch `identityCharged`. */
function identityCall(org: Org, response: Response): Response {
  if (!org.faults.switches.identityCharged || response.status !== 200) return response;
  charge(org, 1);
  response.headers.set('Sforce-Limit-Info', limitInfo(org, 1));
  return response;
}

function fail(org: Org, c: Context<Env>, rule: FailRule, path: string): Response {
  const charged = rule.charged !== false && isCharged(path);
  if (charged) charge(org, 1);
  const response = failReply(rule, c.env, path, org.faults.switches.doubtfulStatus);
  if (charged && rule.dropConnection !== true) response.headers.set('Sforce-Limit-Info', limitInfo(org, 1));
  return response;
}
