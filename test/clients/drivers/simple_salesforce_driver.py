"""simple-salesforce: what most Python programs talk to Salesforce with.

A call a line in, an answer a line out (harness/driver.ts).
"""

import json
import sys

from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError

client = None


def log_in(options):
    """Any way of logging in that Salesforce() knows; returns the session."""
    global client
    client = Salesforce(**options)
    return {"session": client.session_id, "instance": client.sf_instance}


operations = {
    "log_in": log_in,
    "query": lambda soql: client.query(soql),
    "query_more": lambda url: client.query_more(url, identifier_is_url=True),
    "query_all": lambda soql: client.query_all(soql),
    "describe": lambda name: getattr(client, name).describe(),
    "describe_global": lambda: client.describe(),
    "limits": lambda: client.limits(),
    "api_usage": lambda: client.api_usage,
    "get": lambda name, record_id: getattr(client, name).get(record_id),
    "is_sandbox": lambda: client.is_sandbox(),
    "bulk_query": lambda name, soql, page: list(
        getattr(client.bulk2, name).query(soql, max_records=page, wait=0)
    ),
}


def failure(error):
    described = {"name": type(error).__name__, "message": str(error)}
    if isinstance(error, SalesforceAuthenticationFailed):
        described["code"] = error.code
    elif isinstance(error, SalesforceError):
        described |= {"code": error.status, "data": error.content}
    return described


for line in sys.stdin:
    call = json.loads(line)
    try:
        answer = {"id": call["id"], "value": operations[call["operation"]](*call["args"])}
    except Exception as error:  # pylint: disable=broad-except  # whatever it is, the test wants to see it
        answer = {"id": call["id"], "error": failure(error)}
    print(json.dumps(answer), flush=True)
