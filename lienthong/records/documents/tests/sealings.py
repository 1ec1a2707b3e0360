"""Sealings that go wrong, for tests of what becomes of the number."""

from contextlib import contextmanager

from lienthong.records.signing.sentences import Refused


@contextmanager
def never_sealed(certified, monkeypatch):
    """A numbered document: the signer died after the clerk's answer, and refuses to make the seal since."""
    agreements = certified.signing.server.desk.agreements

    def refuse(*_given):
        raise Refused("Con dấu bị thu hồi")

    document = certified.signed()
    with monkeypatch.context() as died:
        died.setattr(agreements, "_make", lambda *_given: None)
        document = certified.issue(document)
    with monkeypatch.context() as patched:
        patched.setattr(agreements, "_sealed", refuse)
        yield document
