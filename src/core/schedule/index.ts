export { type AfterMove, schedulesAfterMove } from './after-move';
export { describeTarget } from './command-line';
export { SCHEDULERS, type SchedulerName, ScheduleEntry } from './entry';
export { type OwnProgram, type RunResult, type ScheduleHost } from './host';
export type { ScheduleRequest } from './scheduler';
export { createSchedules, type Installation, type Schedules, type ShownSchedule } from './schedules';
export { DEFAULT_AT, describeTimes, INTERVALS, type Interval, parseTime } from './times';
