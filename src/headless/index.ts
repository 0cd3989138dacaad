export { dataDirOption, isHeadlessCommand } from './arguments';
export * from './deps';
export { streamOut } from './output/stream-out';
export { runHeadless } from './program';
export { askSecret, canAsk, createPassphrasePrompt, type Terminal } from './prompt';
