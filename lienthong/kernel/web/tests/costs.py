"""What a page costs the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost_of(client, address):
    """The statements of a page for somebody who has been there before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]
