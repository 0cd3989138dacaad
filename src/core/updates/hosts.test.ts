import { describe, expect, it } from 'vitest';
import { DEB, KEY, UpdateRig, withCode } from '../../../test/builders/update-rig';
import { INSTALLER, signed, updateManifest } from '../../../test/builders/update-source';

const rig = UpdateRig.forEachTest();

describe('the policy', () => {
  it('switches updates off', async () => {
    const off = rig.updates({}, { disabledFeatures: ['updates'] });
    await expect(off.check()).rejects.toMatchObject({ code: 'DISABLED_BY_POLICY', kind: 'usage' });
    await expect(off.download()).rejects.toMatchObject({ code: 'DISABLED_BY_POLICY' });
    expect(rig.source.asked).toEqual([]);
  });

  it('names the rig.source, whatever a person chose', async () => {
    rig.source.on('/admin.json', signed(updateManifest({ version: '1.4.0' }), KEY));
    const policy = { updateSource: rig.source.url('/admin.json') };
    expect((await rig.updates({}, policy).check()).available?.version).toBe('1.4.0');
    expect(rig.source.asked).toEqual(['/admin.json']);
    // Naming it is allowing it; where it leads to is not.
    const strict = { ...policy, allowedHosts: ['*.my.salesforce.com'] };
    expect(await rig.updates({}, strict).check()).toMatchObject({ problem: null });
    rig.source.redirect('/admin.json', rig.source.url('/latest.json', 'localhost'));
    expect(await rig.updates({}, strict).check()).toMatchObject({ problem: withCode('HOST_NOT_ALLOWED') });
  });

  it('keeps looking and fetching to the hosts it allows, over redirects, too', async () => {
    rig.source.redirect('/moved.json', rig.source.url('/latest.json', 'localhost'));
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/moved.json') };
    expect(await rig.updates({}, { allowedHosts: ['updates.example'] }).check()).toMatchObject({
      problem: withCode('HOST_NOT_ALLOWED'),
    });
    expect(rig.source.asked).toEqual([]);
    expect(await rig.updates({}, { allowedHosts: ['127.0.0.1'] }).check()).toMatchObject({
      problem: withCode('HOST_NOT_ALLOWED'),
    });
    expect(rig.source.asked).toEqual(['/moved.json']);
    expect(await rig.updates({}, { allowedHosts: ['127.0.0.1', 'localhost'] }).check()).toMatchObject({
      problem: null,
    });
    rig.source.redirect(DEB, rig.source.url('/elsewhere.deb', 'localhost')).on('/elsewhere.deb', INSTALLER);
    await expect(rig.updates({}, { allowedHosts: ['127.0.0.1'] }).download()).rejects.toMatchObject({
      code: 'HOST_NOT_ALLOWED',
    });
    expect(rig.source.asked).not.toContain('/elsewhere.deb');
  });
});

describe('redirects', () => {
  it('are followed a few times', async () => {
    rig.source.redirect('/a.json', '/b.json').redirect('/b.json', rig.source.url('/latest.json'));
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/a.json') };
    expect(await rig.updates().check()).toMatchObject({ problem: null });
    rig.source.redirect('/round.json', '/round.json');
    rig.settings = { ...rig.settings, updateSource: rig.source.url('/round.json') };
    expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_BAD_REDIRECT') });
    expect(rig.source.asked.filter((path) => path === '/round.json')).toHaveLength(6);
  });

  it.each(['http://updates.example/latest.json', 'https://me:secret@updates.example/', 'file:///etc/passwd'])(
    'to %s are not',
    async (to) => {
      rig.source.redirect('/latest.json', to);
      expect(await rig.updates().check()).toMatchObject({ problem: withCode('UPDATE_BAD_REDIRECT') });
    },
  );

  it('never lead from https down to plain http, not even on this computer', async () => {
    const plain = rig.source.url('/latest.json');
    const answers = (url: string) =>
      Promise.resolve(
        url === 'https://updates.example/latest.json'
          ? new Response(null, { status: 302, headers: { location: plain } })
          : new Response(signed(updateManifest(), KEY)),
      );
    rig.settings = { ...rig.settings, updateSource: 'https://updates.example/latest.json' };
    expect(await rig.updates({ fetch: answers }).check()).toMatchObject({
      problem: withCode('UPDATE_BAD_REDIRECT'),
    });
  });
});
