import { authors, base64, datetime, double, id, int, isDeleted, picklist, stamps, text } from '../fields';
import type { ObjectDef } from '../types';

/** Event types of every org; the others need the Event Monitoring add-on. */
export const EVENT_TYPES = ['ApiTotalUsage', 'Login', 'Logout'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const INTERVALS = ['Daily', 'Hourly'] as const;
export type Interval = (typeof INTERVALS)[number];

/**
 * Event log files. LogDate is the day or hour a file is about, CreatedDate when it appeared. The content is a
 * CSV at the address LogFile shows (data/event-logs.ts renders it).
 */
export const eventLogFile: ObjectDef = {
  name: 'EventLogFile',
  label: 'Event Log File',
  labelPlural: 'Event Log Files',
  table: 'event_log_file',
  since: 32,
  fields: [
    id('EventLogFile'),
    isDeleted(),
    ...stamps(),
    ...authors(),
    picklist('EventType', EVENT_TYPES, { nillable: false }),
    datetime('LogDate', { nillable: false }),
    double('LogFileLength', { nillable: false }),
    text('LogFileContentType', 255, { nillable: false, sql: "'text/csv'" }),
    double('ApiVersion', { nillable: false }),
    int('Sequence', { nillable: false, since: 37 }),
    picklist('Interval', INTERVALS, { since: 37 }),
    text('LogFileFieldNames', 1333, { filterable: false, groupable: false, sortable: false }),
    text('LogFileFieldTypes', 1333, { filterable: false, groupable: false, sortable: false }),
    base64('LogFile'),
  ],
  needs: (p) => p.viewEventLogFiles && p.apiEnabled,
};
