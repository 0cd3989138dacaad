import { it } from 'vitest';
import { AT, AT_MS, check, full } from '../../../../test/builders/stream-rows';

it('files on offer', () => {
  check(
    'eventLogFiles',
    {
      Id: '0AT000000000001',
      LogDate: '2026-01-31T00:00:00.000+0000',
      EventType: 'Login',
      Interval: 'Daily',
      Sequence: 0,
      LogFileLength: 12345.0,
      CreatedDate: AT,
    },
    {
      id: full('0AT000000000001'),
      logDate: Date.UTC(2026, 0, 31),
      eventType: 'Login',
      interval: 'Daily',
      sequence: 0,
      length: 12345,
      createdAt: AT_MS,
    },
  );
});
