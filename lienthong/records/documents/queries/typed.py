"""An opinion in the making: what was typed beneath single clauses, by the names of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lienthong.kernel.text.public import nfc

from ..models import Opinion
from .wordings import Piece, Pieces, is_worded, parts_of

REMARK, WORDING, STRIKE, INSERT = "clause-", "wording-", "strike-", "insert-"
OF_CLAUSES = (REMARK, WORDING, STRIKE, INSERT)
ON_THE_WHOLE = ("stance", "text")


@dataclass(frozen=True)
class Typed:
    """What was typed beneath one clause or row; the wording only where it differs from the text."""

    remark: str = ""
    wording: list[str] = field(default_factory=list)
    is_struck: bool = False
    insert: str = ""

    @property
    def is_anything(self) -> bool:
        return bool(self.remark or self.wording or self.is_struck or self.insert)

    @property
    def said(self) -> list[str]:
        """All of it, to be read where its clause is gone."""
        return [words for words in (self.remark, *self.wording, self.insert) if words]


def wording_fields(wid: str, count: int) -> list[str]:
    """The names of the boxes: one for a clause, one for each cell of a row."""
    return [f"{WORDING}{wid}-{number}" for number in range(count)]


def tidied(words: str) -> str:
    """Words as a text keeps them: composed letters, single blanks, its line ends."""
    return "\n".join(" ".join(line.split()) for line in nfc(words).splitlines()).strip()


def typed_in(data: Mapping[str, str], sent_out: Pieces) -> dict[str, Typed]:
    """What was typed, by the identity of the clause; also beneath one that is there no longer."""
    wids = dict.fromkeys(
        name.removeprefix(begins).split("-")[0]
        for name in data
        for begins in OF_CLAUSES
        if name.startswith(begins)
    )
    read = {wid: _typed(data, wid, sent_out.get(wid)) for wid in wids}
    return {wid: typed for wid, typed in read.items() if typed.is_anything}


def _typed(data: Mapping[str, str], wid: str, piece: Piece | None) -> Typed:
    stands = parts_of(piece) if piece and is_worded(piece) else []
    names = wording_fields(wid, len(stands) or 1)
    wording = [tidied(data[name]) for name in names if name in data]
    differs = len(wording) == len(names) and wording != stands
    # Who empties the box of a clause wants it struck.
    is_emptied = differs and not any(wording) and any(stands)
    return Typed(
        remark=data.get(REMARK + wid, "").strip(),
        wording=wording if differs and any(wording) else [],
        is_struck=bool(data.get(STRIKE + wid)) or is_emptied,
        insert=tidied(data.get(INSERT + wid, "")),
    )


def to_be_kept(data: Mapping[str, str], sent_out: Pieces) -> dict[str, str]:
    """The fields that say something: no box that reads as the text does."""
    kept = {name: data[name] for name in ON_THE_WHOLE if data.get(name, "").strip()}
    for wid, typed in typed_in(data, sent_out).items():
        kept |= {REMARK + wid: typed.remark} if typed.remark else {}
        kept |= dict(zip(wording_fields(wid, len(typed.wording)), typed.wording, strict=True))
        kept |= {STRIKE + wid: "on"} if typed.is_struck else {}
        kept |= {INSERT + wid: typed.insert} if typed.insert else {}
    return kept


def opinions_typed(data: Mapping[str, str], sent_out: Pieces) -> list[Opinion]:
    """The opinions on single clauses: a remark, with other words or without, and a new clause behind."""
    found = []
    for wid, typed in typed_in(data, sent_out).items():
        one = Opinion(wid=wid, stance=Opinion.Stance.AMEND, text=typed.remark)
        if typed.is_struck:
            one.proposal = Opinion.Proposal.STRIKE
        elif typed.wording:
            one.proposal, one.wording = Opinion.Proposal.REWORD, typed.wording
        if one.text or one.proposal:
            found.append(one)
        if typed.insert:
            insert = {"proposal": Opinion.Proposal.INSERT, "wording": [typed.insert]}
            found.append(Opinion(wid=wid, stance=Opinion.Stance.AMEND, **insert))
    return found
