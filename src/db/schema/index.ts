export * from './access';
export * from './history';
export * from './logins';
export * from './metrics';
export * from './orgs';
export * from './runs';
export * from './salesforce';
export * from './security';
