"""Signing and sealing at a founded signer, for tests: what is laid, and the answers to it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from lienthong.records.signing import form, messages
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import clock as signers_clock
from lienthong.records.signing.tests.factories import a_document, a_form
from lienthong.records.signing.tests.founding import Clock, DeskClient, Founded
from lienthong.records.signing.trust import Trust

TITLE = f"{a_document().type_name} {a_document().abstract}"
TERM = "2025-09-28"
TYPE = "NQ Nghị quyết"


def today() -> date:
    return signers_clock.now().astimezone(VIETNAM).date()


class Agreeing:
    """A leader, a clerk and a seal of one organisation, and what the web lays before the signer for them."""

    def __init__(self, founded: Founded) -> None:
        self.desk, self.client = founded, cast(DeskClient, founded.client)
        self.installation = founded.installation
        founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)
        founded.give("clerk", "clerk", "Trần Thị Thư")
        founded.give_seal("seal")

    def copied_to(self, var: Path, clock: Clock) -> Agreeing:
        """The same house at a signer of its own, which nobody founds and in which nobody gives keys again."""
        other = copy.copy(self)
        other.desk = self.desk.copied_to(var, clock)
        other.client = cast(DeskClient, other.desk.client)
        return other

    def to_sign(self, pdf: bytes, **changes: Any) -> bytes:
        said = {
            "key": "leader",
            "type": TYPE,
            "abstract": TITLE,
            "organisation": "LT-1",
            "term": TERM,
            "form": pdf,
        }
        return messages.signing_agreement(installation=self.installation, **{**said, **changes})

    def to_seal(self, signed: bytes, number: str = "05-NQ/TU", **changes: Any) -> bytes:
        said = {
            "key": "clerk",
            "seal": "seal",
            "organisation": "LT-1",
            "term": TERM,
            "type": TYPE,
            "number": number,
            "day": form.printed_date(today()),
            "signed": signed,
        }
        return messages.sealing_agreement(installation=self.installation, **{**said, **changes})

    def signed(self, pdf: bytes | None = None, **changes: Any) -> bytes:
        pdf = pdf or a_form()
        handle = self.client.lay(self.to_sign(pdf, **changes), pdf)
        self.client.answer(handle, "sign", "leader", self.desk.proof("leader"))
        return self.client.take(handle).pdf

    def agreed(self, signed: bytes, number: str = "05-NQ/TU", **changes: Any) -> str:
        handle = self.client.lay(self.to_seal(signed, number, **changes), signed)
        self.client.answer(handle, "seal", "clerk", self.desk.proof("clerk"))
        return handle

    def sealed(self, signed: bytes, number: str = "05-NQ/TU", **changes: Any) -> bytes:
        return self.client.take(self.agreed(signed, number, **changes)).pdf

    def release(self, number: str) -> str:
        return self.client.release("LT-1", TERM, TYPE, number).state

    @property
    def trust(self) -> Trust:
        return Trust.load(self.client.var / "keys" / "trust")


def refusal(function: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as caught:
        function(*arguments, **named)
    return str(caught.value)
