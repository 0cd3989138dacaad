export * from './columns';
export * from './csv';
export * from './file-names';
export * from './file-sink';
export * from './findings';
export * from './redact';
export * from './unused-licenses';
