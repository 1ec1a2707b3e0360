"""The real keeper with a founded signer at a desk in this process: everything but the socket."""

from pathlib import Path

from lienthong.kernel.audit.chain import Place
from lienthong.records.signing.keeping import SignerKeeper
from lienthong.records.signing.tests.founding import (
    ADMINISTRATORS,
    TOP,
    Clock,
    DeskClient,
    Founded,
    RunningClock,
)
from lienthong.records.signing.trust import Trust


class OfficeKeeper(SignerKeeper):
    """An office with a signer of its own, for the tests that look into it."""

    def __init__(self, var: Path, clock: Clock | None = None) -> None:
        self.client = DeskClient.at(var)
        self.founded = Founded(self.client, clock or RunningClock())
        self.trust_folder = var / "keys" / "trust"
        super().__init__(lambda: self.client, lambda: Trust.load(self.trust_folder))

    def restore(self, kept: Place) -> str:
        """Two administrators agree that the history goes on from what the database has kept."""
        body = {
            "organisation": TOP,
            "path": self.founded.path(TOP),
            "journal": list(self.client.hello().journal),
            "history": self.client.desk.history.place,
            "kept": kept.as_list(),
            "lists": "0" * 64,
        }
        handle = self.client.lay(self.founded.statement("restore", body))
        for verb, key in zip(("propose", "confirm"), ADMINISTRATORS, strict=True):
            self.founded.answer(handle, verb, key)
        return handle
