// node-sf-bulk2: Bulk API 2.0 and nothing else, over axios.
import { load, serve } from './serve.mjs';

const { BulkAPI2 } = load('node-sf-bulk2');
let bulk;

serve(
  {
    open: (connection) => {
      bulk = new BulkAPI2(connection);
    },
    submit: (query) => bulk.submitBulkQueryJob(query),
    info: (id) => bulk.getBulkQueryJobInfo(id),
    list: (filter) => bulk.getAllBulkQueryJobInfo(filter),
    results: async (id, locator, maxRecords) => {
      const { data, headers } = await bulk.getBulkQueryResults(id, locator, maxRecords);
      return { data, headers: { ...headers } };
    },
    abort: (id) => bulk.abortBulkQueryJob(id),
    remove: (id) => bulk.deleteBulkQueryJob(id),
  },
  ({ response }) => ({ code: response?.status, data: response?.data }),
);
