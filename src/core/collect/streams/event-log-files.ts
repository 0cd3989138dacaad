import type { StreamDefinition } from './definition';
import { titleOf, VIEW_EVENT_LOGS } from './definition';
import { dateTime, id, text, whole } from './fields';

/** Event types whose content is read, see event-logs.ts. Both come with every org. */
export const EVENT_TYPES_READ = ['ApiTotalUsage', 'Login'] as const;

/**
 * Event log files on offer, of the event types Seatwatch reads. Hourly files hold what the file of the day
 * holds again, so they are left alone: reading both would count everything twice.
 */
export const eventLogFiles: StreamDefinition<'eventLogFiles'> = {
  name: 'eventLogFiles',
  title: titleOf('eventLogFiles'),
  object: 'EventLogFile',
  mode: 'append',
  fields: [
    { path: 'Id', required: true },
    { path: 'LogDate', required: true },
    { path: 'EventType', required: true },
    { path: 'Interval' },
    { path: 'Sequence' },
    { path: 'LogFileLength' },
    { path: 'CreatedDate', required: true },
  ],
  // "!=" lets through files without an interval, as before hourly ones existed.
  where: `EventType IN (${EVENT_TYPES_READ.map((type) => `'${type}'`).join(', ')}) AND Interval != 'Hourly'`,
  // When a file appeared. LogDate is the day it is about: a file that comes late would be missed.
  clocks: ['CreatedDate'],
  value: 36,
  optional: true,
  map(record) {
    const key = id(record, 'Id');
    const logDate = dateTime(record, 'LogDate');
    const eventType = text(record, 'EventType');
    if (key === null || logDate === null || eventType === null) return null;
    return {
      id: key,
      logDate,
      eventType,
      interval: text(record, 'Interval'),
      sequence: whole(record, 'Sequence'),
      length: whole(record, 'LogFileLength'),
      createdAt: dateTime(record, 'CreatedDate'),
    };
  },
  essential: false,
  needs: VIEW_EVENT_LOGS,
};
