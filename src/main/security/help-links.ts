/**
 * The only addresses the app ever opens in the system browser. The window names a topic, never a URL,
 * so a compromised page cannot send anyone anywhere.
 */
const HELP = 'https://help.salesforce.com/s/articleView';

export const HELP_LINKS = {
  'api-only-user': `${HELP}?id=000386144&type=1`,
  'external-client-app': `${HELP}?id=xcloud.external_client_apps.htm&type=5`,
  'client-credentials': `${HELP}?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm&type=5`,
  'jwt-bearer': `${HELP}?id=xcloud.configure_oauth_jwt_flow_external_client_apps.htm&type=5`,
  'network-access': `${HELP}?id=xcloud.security_networkaccess.htm&type=5`,
  'my-domain': `${HELP}?id=xcloud.domain_name_overview.htm&type=5`,
  'api-limits':
    'https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm',
} as const;

export type HelpTopic = keyof typeof HELP_LINKS;

/** The page of a MITRE ATT&CK technique: "T1078", "T1078.004". Anything else is not opened: a TypeError. */
export function techniqueLink(id: string): string {
  const parts = /^(T\d{4})(?:\.(\d{3}))?$/.exec(id);
  if (!parts) throw new TypeError('Not a technique.');
  const [, technique = '', sub] = parts;
  return `https://attack.mitre.org/techniques/${technique}/${sub === undefined ? '' : `${sub}/`}`;
}
