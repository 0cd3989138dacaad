// ts-force: its own REST client, over axios.
import { load, serve } from './serve.mjs';

const { Composite, CompositeBatch, Rest, requestAccessToken } = load('ts-force');
let rest;

serve(
  {
    requestAccessToken,
    open: (config) => {
      rest = new Rest(config);
    },
    query: (soql, allRows) => rest.query(soql, allRows),
    queryMore: (page) => rest.queryMore(page),
    describe: (name) => rest.getSObjectDescribe(name),
    limits: () => rest.limits(),
    toolingQuery: (soql) => rest.toolingQuery(soql),
    apiLimit: () => rest.apiLimit,
    batch: (queries, nextRecordsUrls) => {
      const batch = new CompositeBatch(rest);
      for (const soql of queries) batch.addQuery(soql);
      for (const url of nextRecordsUrls) batch.addQueryMore(url);
      return batch.send();
    },
    composite: (requests) => {
      const composite = new Composite(rest);
      for (const request of requests) composite.addRequest(request);
      return composite.send();
    },
  },
  ({ response }) => ({ code: response?.status, data: response?.data }),
);
