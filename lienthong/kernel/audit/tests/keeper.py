"""The real keeper with a founded signer at a desk in this process: everything but the socket."""

from pathlib import Path

from lienthong.records.signing.keeping import SignerKeeper
from lienthong.records.signing.tests.founding import Clock, DeskClient, Founded, RunningClock
from lienthong.records.signing.trust import Trust


class OfficeKeeper(SignerKeeper):
    """An office with a signer of its own, for the tests that look into it."""

    def __init__(self, var: Path, clock: Clock | None = None) -> None:
        self.client = DeskClient.at(var)
        self.founded = Founded(self.client, clock or RunningClock(), names=("Phạm Quản Trị",))
        self.trust_folder = var / "keys" / "trust"
        super().__init__(lambda: self.client, lambda: Trust.load(self.trust_folder))
