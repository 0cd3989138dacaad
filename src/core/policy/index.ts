export { governCollector, governDatabase, governFetch, governSettings, governUpdateFetch } from './governed';
export { createPolicyRules, NO_POLICY, type PolicyRules } from './policy-rules';
export { invalidPolicy, readPolicy } from './read-policy';
export { openAccess } from './sddl';
