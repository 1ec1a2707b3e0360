"""What is known before an act that cannot be undone: number to come, day, whom it reaches, who will read it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from lienthong.kernel.numbering.public import number_to_come, series_for_outgoing
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import term_on
from lienthong.kernel.text.public import Notation, format_notation

from ..models import Document, Effect
from .document import effects_of
from .readers import Reach, Readers, reach_of, reached


@dataclass(frozen=True)
class Facts:
    """The facts of a document as they would be if it were issued today."""

    document: Document
    on: dt.date

    @cached_property
    def notation(self) -> str:
        """The number its register would give it now; empty where no term runs."""
        document = self.document
        try:
            term = term_on(document.issuer, self.on)
        except RuleBroken:
            return ""
        number = number_to_come(series_for_outgoing(document.issuer, document.type_id, term))
        symbol = document.issuer.symbol
        return format_notation(Notation(number, "", document.type.abbreviation, symbol))

    @cached_property
    def effects(self) -> list[Effect]:
        """What it will do to earlier documents."""
        return effects_of(self.document)

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.document, self.on)

    @cached_property
    def recipients(self) -> list[Readers]:
        """Whom it reaches, each way counted and named."""
        return reached(self.reach)

    @cached_property
    def only_printed(self) -> list[str]:
        """Recipients printed on it whom the system does not reach."""
        lines = self.document.recipients.all()
        return [line.label for line in lines if line.kind == line.Kind.OUTSIDE]


def facts_today(document: Document) -> Facts:
    return Facts(document, timezone.localdate())
