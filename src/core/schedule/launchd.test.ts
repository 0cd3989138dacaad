import { parse as parsePlist } from 'plist';
import { describe, expect, it } from 'vitest';
import { NASTY, request } from '../../../test/builders/schedule-request';
import { launchAgent } from './launchd';

describe('launchd', () => {
  it('the agent says what the entry says', () => {
    const one = request({
      org: NASTY,
      every: 'weekday',
      dataDir: `/srv/${NASTY}`,
      passphraseFile: '/srv/pw',
    });
    const value = parsePlist(launchAgent(one)) as Record<string, unknown>;
    expect(value).toMatchObject({
      ProgramArguments: [
        '/usr/bin/seatwatch',
        '--data-dir',
        `/srv/${NASTY}`,
        'collect',
        '--quiet',
        '--',
        NASTY,
      ],
      StartCalendarInterval: [1, 2, 3, 4, 5].map((Weekday) => ({ Weekday, Hour: 4, Minute: 30 })),
      EnvironmentVariables: { SEATWATCH_VAULT_PASSPHRASE_FILE: '/srv/pw' },
      StandardErrorPath: '/var/data/logs/schedule.log',
      Umask: 0o077,
    });
    expect(value['Label']).toMatch(/^app\.seatwatch\.collect-we-ird/);
    expect(parsePlist(launchAgent(request()))).not.toHaveProperty('EnvironmentVariables');
  });
});
