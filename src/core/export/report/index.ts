export * from './report-data';
export * from './report-html';
export { REPORT_STYLE } from './report-style';
