"""What the form of the day words otherwise than the draft: proposed to the drafter, never put in by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.records.texts.public import (
    every_clause,
    last_words,
    printed_form,
    printed_otherwise,
    profile_on,
    usual_address,
)

from ..models import Document
from .document import Node, body_of, names_addressees
from .letters import named_clause

LETTER = "official_letter"
OPENING = "V/v"
OPENS_A_LETTER = re.compile(r"(?:V/v|Về việc)\b", re.IGNORECASE)
_OPENS_A_LIST = (":", ";")
_CLOSING = re.compile(r"\s*(?:\./\.|[.;,])?\s*$")


@dataclass(frozen=True)
class Place:
    """A place whose words the drafter may change: a particular, a part of a clause, a cell, a line."""

    key: str
    said: str
    words: str


@dataclass(frozen=True)
class Correction:
    """Other words for one place; `before` and `after` show what is different about them."""

    key: str
    place: Place
    before: str
    after: str
    words: str

    @property
    def is_of_letters(self) -> bool:
        return self.key.startswith("letters.")


def corrections_of(document: Document) -> list[Correction]:
    """Everything that is proposed, letters that are printed otherwise first."""
    places = {place.key: place for place in places_of(document)}
    return [*_of_letters(places), *_of_wording(document, places)]


def _of_letters(places: dict[str, Place]) -> Iterator[Correction]:
    """Letters that the typeface lacks, written as they are printed."""
    for key, place in places.items():
        known = [(letter, form) for letter, form in printed_otherwise(place.words) if form]
        if known:
            letters, forms = zip(*known, strict=True)
            new = printed_form(place.words)
            yield Correction(f"letters.{key}", place, ", ".join(letters), ", ".join(forms), new)


def _of_wording(document: Document, places: dict[str, Place]) -> Iterator[Correction]:
    profile = profile_on(timezone.localdate())
    subject, body = places["subject"], places["signing_body"]
    if document.type_id == LETTER and subject.words and not OPENS_A_LETTER.match(subject.words):
        new = f"{OPENING} {subject.words}"
        yield Correction("opening", subject, subject.words, new, new)
    if body.words != body.words.upper():
        new = body.words.upper()
        yield Correction("signing_body", body, body.words, new, new)
    address, usual = places["address_word"], usual_address(document.type.name, profile)
    if address.words and address.words != usual and names_addressees(document.type):
        yield Correction("address_word", address, address.words, usual, usual)
    yield from _of_the_closing(document, places, profile.closings)


def _of_the_closing(
    document: Document, places: dict[str, Place], closings: tuple[str, ...]
) -> Iterator[Correction]:
    """The mark a text closes with; a table closes without one."""
    place = closing_place(document, places)
    if place is None:
        return
    words = last_words(place.words)
    found = _CLOSING.search(words)
    mark = found[0].strip() if found else ""
    # What opens a list is not yet at its end: another mark would only hide that something is missing.
    if words.endswith(_OPENS_A_LIST):
        return
    if mark not in closings and place.words.startswith(words):
        rest = place.words[len(words) :]
        new = f"{_CLOSING.sub('', words, count=1)}{closings[0]}"
        yield Correction("closing", place, f"…{words[-24:]}", f"…{new[-24:]}", new + rest)


def closing_place(document: Document, places: dict[str, Place]) -> Place | None:
    """The last words of the text, before its appendices."""
    main = [node for node in body_of(document) if node.get("kind") != "appendix"]
    said = [node for node in every_clause(main) if _says_something(node)]
    if not said or said[-1].get("groups"):
        return None
    part = "text" if (said[-1].get("text") or "").strip() else "heading"
    return places[f"{said[-1]['wid']}.{part}"]


def _says_something(node: Node) -> bool:
    words = f"{node.get('text') or ''}{node.get('heading') or ''}"
    return bool(words.strip() or node.get("groups"))


def places_of(document: Document) -> Iterator[Place]:
    """Every place of a draft whose words can be changed one by one."""
    yield Place("subject", _("The subject"), document.subject)
    yield Place("signing_body", _("In whose name"), document.signing_body)
    yield Place("address_word", _("Words of address"), document.address_word)
    for clause in every_clause(body_of(document)):
        for part in ("heading", "text"):
            yield Place(f"{clause['wid']}.{part}", named_clause(clause), clause.get(part) or "")
        for group in clause.get("groups") or ():
            for row in group["rows"]:
                for at, cell in enumerate(row["cells"]):
                    yield Place(f"{row['wid']}.{at}", named_clause(row), cell)
    for line in document.recipients.all():
        yield Place(f"recipient.{line.pk}", _("The list of recipients"), line.label)
