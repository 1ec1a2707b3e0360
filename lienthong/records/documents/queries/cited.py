"""Which registered documents a text cites ("Căn cứ Quyết định số 05-QĐ/TU, ngày 12/3/2026 …")."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.search.public import Hit, Question, find
from lienthong.kernel.text.public import fold
from lienthong.records.texts.public import every_clause
from lienthong.ui.lists.columns import Mark

from ..models import Document, EffectKind, State
from .document import body_of
from .in_force import ENDING, IN_FORCE, MARKS, acted_on, plain
from .searched import ROOM, SINCE

_NOTATION = re.compile(
    r"(?<![\w/])\d{1,5}[a-z]?\s*-\s*[A-ZĐ][A-Za-zĐđ]{0,5}\s*/\s*[A-ZĐƯÔ][A-Za-zĐđƯưÔô0-9]{0,20}"
)
_DAY = re.compile(r"ngày (\d{1,2})\s*(?:[/-]|tháng)\s*(\d{1,2})\s*(?:[/-]|năm)\s*(\d{4})")
# So many letters behind a number belong to it: its day, and whose it is.
BEHIND = 120
MOST = 12
ISSUED = {"issued": IN_FORCE} | {state: MARKS[EffectKind(kind)] for kind, state in SINCE.items()}


@dataclass(frozen=True)
class Mention:
    """A number in a text, with the words behind it."""

    notation: str
    behind: str

    @cached_property
    def day(self) -> dt.date | None:
        found = _DAY.search(self.behind[:40])
        if found is None:
            return None
        day, month, year = map(int, found.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None

    def means(self, hit: Hit, citing: Document) -> bool:
        """Thousands of committees sign "ĐU": the day decides, or whose it is said to be."""
        if hit.room != ROOM or hit.state not in ISSUED or not hit.title.startswith(self.notation):
            return False
        if self.day is not None:
            return hit.happened_on == self.day
        return fold(hit.summary) in fold(self.behind) or hit.summary == str(citing.issuer)


@dataclass(frozen=True)
class Link:
    """A cited document where it opens for the reader, with whether it is in force."""

    url: str
    label: str
    meta: str
    mark: Mark


@dataclass(frozen=True)
class Cited:
    """A number that a text cites and the documents that bear it; more than one, and the reader chooses."""

    notation: str
    links: tuple[Link, ...]

    @property
    def is_one(self) -> bool:
        return len(self.links) == 1


def mentions_in(document: Document) -> list[Mention]:
    """The numbers its words name, each once, in their order."""
    found: dict[str, Mention] = {}
    for words in _words_of(document):
        for match in _NOTATION.finditer(words):
            notation = plain(match[0])
            if notation != document.notation:
                behind = words[match.end() : match.end() + BEHIND]
                found.setdefault(notation, Mention(notation, behind))
    return list(found.values())[:MOST]


def cited_by(document: Document, actor: Actor) -> list[Cited]:
    """The registered documents it cites: those a search would show the reader, and where they open for them."""
    found = []
    for mention in mentions_in(document):
        asked = Question(words=mention.notation, since=mention.day, until=mention.day)
        hits = [one for one in find(actor, asked).hits if mention.means(one, document)]
        if hits:
            found.append(Cited(mention.notation, tuple(map(_link, hits))))
    return found


def _link(hit: Hit) -> Link:
    day = date_format(hit.happened_on, "d/m/Y")
    return Link(hit.path, hit.title, f"{hit.summary}, {day}", ISSUED[hit.state])


def out_of_force(document: Document) -> list[tuple[Document, Mark]]:
    """What a draft cites of its own issuer although it is not in force any more, and does not itself act on."""
    mentions = {one.notation: one for one in mentions_in(document)}
    if not mentions:
        return []
    own = Document.objects.filter(issuer=document.issuer_id, state=State.ISSUED)
    own = own.filter(notation__in=mentions).exclude(effects_on__document=document.pk)
    ended = own.annotate(acted_on=acted_on()).filter(acted_on__in=ENDING).select_related("type")
    return [
        (one, MARKS[vars(one)["acted_on"]])
        for one in ended.order_by("pk")
        if mentions[one.notation].day in (None, one.issued_on)
    ]


def _words_of(document: Document) -> Iterator[str]:
    yield plain(document.subject)
    for node in every_clause(body_of(document)):
        for part in ("heading", "text"):
            if node.get(part):
                yield plain(str(node[part]))
