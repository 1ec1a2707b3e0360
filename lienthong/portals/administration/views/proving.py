"""Keys and seals are proposed here; that it is the proposer is proven on the signing page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lienthong.kernel.confirmations.public import lay_to_propose, propose, refuse_proposed
from lienthong.kernel.permissions.public import Matter, Power, RuleBroken
from lienthong.kernel.web.public import ActionView
from lienthong.records.signing.public import CERTIFY

from .declaring import action
from .proposals import LED


@dataclass(frozen=True)
class ToPropose:
    """A key or a seal that an administrator may propose."""

    whom: str | Promise
    proposed: Callable[[], tuple[Power, Matter]]

    def __str__(self) -> str:
        return str(self.whom)

    def hindrance(self) -> str:
        """Why it cannot be proposed yet; empty where it can."""
        try:
            power, matter = self.proposed()
            refuse_proposed(power, matter)
            matter.check()
        except RuleBroken as broken:
            return broken.sentence
        return ""


def proposing(name: str, path: str, **how: Any) -> ActionView:
    return action(
        name,
        CERTIFY,
        path=path,
        hindrance=ToPropose.hindrance,
        window=lambda one, _given, actor: lay_to_propose(*one.proposed(), actor=actor),
        do=lambda one, _given, actor: propose(*one.proposed(), actor=actor),
        **LED | how,
    )
