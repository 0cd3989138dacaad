export type { UpdateTarget } from './check';
export { createUpdates, type Updates, type UpdatesDeps } from './updates';
