"""What a page costs the database."""

from lienthong.kernel.database.tests.statements import statements


def cost_of(client, address):
    """The statements of a page for somebody who has been there before."""
    client.get(address)
    with statements() as asked:
        assert client.get(address).status_code == 200
    return asked
