// jsforce, or the part of it that the Salesforce CLI is built on. usage: jsforce.mjs PACKAGE
import { load, serve } from './serve.mjs';

const { Connection } = load(process.argv[2]);
let connection;

serve(
  {
    open: (options) => {
      connection = new Connection(options);
    },
    authorize: (parameters) => connection.authorize(parameters),
    session: () => ({
      accessToken: connection.accessToken,
      instanceUrl: connection.instanceUrl,
      userInfo: connection.userInfo,
      limitInfo: connection.limitInfo,
    }),
    query: (soql, options) => connection.query(soql, options),
    queryMore: (locator) => connection.queryMore(locator),
    describe: (name) => connection.describe(name),
    describeGlobal: () => connection.describeGlobal(),
    limits: () => connection.limits(),
    identity: () => connection.identity(),
    request: (address) => connection.request(address),
    find: (name, conditions, fields, { sort, limit }) =>
      connection.sobject(name).find(conditions, fields).sort(sort).limit(limit),
    count: (name, conditions) => connection.sobject(name).count(conditions),
    retrieve: (name, id) => connection.sobject(name).retrieve(id),
    toolingQuery: (soql) => connection.tooling.query(soql),
    bulkQuery: async (soql) => (await connection.bulk2.query(soql)).toArray(),
    logout: () => connection.logout(),
  },
  ({ errorCode, data }) => ({ code: errorCode, data }),
);
