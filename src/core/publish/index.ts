export { findPassword, type FoundPassword } from './password';
export { publishOrg, type PublishProgress, type PublishRequest, type PublishResult } from './publisher';
export type { RelationCounts } from './relation-publisher';
export { parseTarget, type Target } from './target-url';
export { targetViews, type TargetView } from './views';
export { BOOKKEEPING } from './target-schema';
