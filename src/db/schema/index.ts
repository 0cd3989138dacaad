export * from './logins';
export * from './orgs';
export * from './runs';
export * from './salesforce';
