export { cliPage } from './cli-page';
export { COMPLETION_FILES, completionScript, type Shell, SHELLS } from './completion';
export { manPage } from './man-page';
export { commandTree } from './tree';
