"""The official structure as data: what a clause may stand below, how it is marked, what it is called."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTED = 6  # items of lists stand below each other in any order: "(1)" below "2.1", "1." below "-"
LEAF = 20


@dataclass(frozen=True)
class Kind:
    """A kind of clause. It stands only below one of a smaller or the same rank; nothing stands below a leaf."""

    name: str | Promise
    rank: int
    first: str | None = None
    below: str = "dash"
    is_titled: bool = False
    counts_through: bool = False

    @property
    def is_leaf(self) -> bool:
        return self.rank == LEAF


KINDS = {
    "part": Kind(_("Part (Phần)"), 0, "Phần I.", "section", is_titled=True),
    "chapter": Kind(_("Chapter (Chương)"), 1, "Chương I", "article", is_titled=True),
    "section": Kind(_("Section (I, II, …)"), 2, "I.", "clause", is_titled=True),
    "article": Kind(
        _("Article (Điều)"), 5, "Điều 1.", "clause", is_titled=True, counts_through=True
    ),
    "clause": Kind(_("Clause (1, 2, …)"), LISTED, "1.", "point"),
    "subclause": Kind(_("Sub-clause (1.1, 1.2, …)"), LISTED, "1.1."),
    "stage": Kind(_("Stage (Giai đoạn)"), LISTED, "Giai đoạn 1:"),
    "point": Kind(_("Point (a, b, …)"), LISTED, "a)"),
    "dash": Kind(_("Dash (-)"), LISTED, "-", "plus"),
    "plus": Kind(_("Plus (+)"), LISTED, "+", "plus"),
    "paragraph": Kind(_("Paragraph without a mark"), LEAF),
    "table": Kind(_("Table"), LEAF),
    "appendix": Kind(_("Appendix (Phụ lục)"), -1, "Phụ lục", "section", is_titled=True),
}


def stands_below(kind: str, over: str) -> bool:
    """Whether a clause of one kind may stand below one of another."""
    return not KINDS[over].is_leaf and KINDS[over].rank <= KINDS[kind].rank


def kinds_as_data() -> dict[str, dict[str, Any]]:
    """The table for the editor's other half, in the language of the page."""
    return {
        key: asdict(kind) | {"name": str(kind.name), "is_leaf": kind.is_leaf}
        for key, kind in KINDS.items()
    }
