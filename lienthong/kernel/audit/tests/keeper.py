"""The real keeper with a founded signer at a desk in this process: everything but the socket."""

import copy
import shutil
from pathlib import Path
from typing import Self

from lienthong.kernel.audit.chain import Place
from lienthong.records.signing.keeping import SignerKeeper
from lienthong.records.signing.tests.founding import (
    ADMINISTRATORS,
    TOP,
    DeskClient,
    Founded,
)
from lienthong.records.signing.trust import Trust


class OfficeKeeper(SignerKeeper):
    """An office with a signer of its own, for the tests that look into it."""

    def __init__(self, founded: Founded) -> None:
        assert isinstance(founded.client, DeskClient)
        self.founded, self.client = founded, founded.client
        self.trust_folder = self.client.var / "keys" / "trust"
        super().__init__(lambda: self.client, lambda: Trust.load(self.trust_folder))

    @classmethod
    def at(cls, var: Path) -> Self:
        return cls(Founded(DeskClient.at(var)))

    def copied_to(self, var: Path) -> Self:
        """The same office as it is now, to go its own way from here."""
        shutil.copytree(self.client.var, var, dirs_exist_ok=True)
        founded = copy.copy(self.founded)
        founded.client = DeskClient.at(var)
        return type(self)(founded)

    def restore(self, kept: Place) -> str:
        """Two administrators agree that the history goes on from what the database has kept."""
        self.client.restored()
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
