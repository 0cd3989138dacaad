import { define, need, take } from './define';
import { VIEW_EVENT_LOGS } from './definition';
import { dateTime, id, text, whole } from './fields';

/** Event types whose content is read, see event-logs.ts. Both come with every org. */
export const EVENT_TYPES_READ = ['ApiTotalUsage', 'Login'] as const;

/**
 * Event log files on offer, of the event types Seatwatch reads. Hourly files hold what the file of the day
 * holds again, so they are left alone: reading both would count everything twice.
 */
export const eventLogFiles = define('eventLogFiles', {
  object: 'EventLogFile',
  mode: 'append',
  // "!=" lets through files without an interval, as before hourly ones existed.
  where: `EventType IN (${EVENT_TYPES_READ.map((type) => `'${type}'`).join(', ')}) AND Interval != 'Hourly'`,
  // When a file appeared. LogDate is the day it is about: a file that comes late would be missed.
  clocks: ['CreatedDate'],
  value: 36,
  optional: true,
  columns: {
    id: need(id, 'Id'),
    logDate: need(dateTime, 'LogDate'),
    eventType: need(text, 'EventType'),
    interval: take(text, 'Interval'),
    sequence: take(whole, 'Sequence'),
    length: take(whole, 'LogFileLength'),
    createdAt: { ...take(dateTime, 'CreatedDate'), required: true },
  },
  needs: VIEW_EVENT_LOGS,
});
