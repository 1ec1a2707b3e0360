"""Taking the wording that the form of the day proposes for a draft, and putting the drafter's back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.text.public import fold
from lienthong.records.texts import public as texts

from ..models import Document
from ..queries.corrections import Correction, corrections_of, places_of
from .editing import change_of_draft

ALL = "all"
_FIELDS = {"subject", "signing_body", "address_word"}


@transaction.atomic
def take_wording(document_id: int, key: str, *, actor: Actor) -> Document:
    """Write one proposed wording into a draft, or all of them; what stood there can be put back."""
    with change_of_draft(document_id, actor=actor) as document:
        chosen = _chosen(document, key)
        if not chosen:
            raise RuleBroken(
                _("This wording is no longer proposed: the draft has been changed meanwhile.")
            )

        taken = _write_all(document, chosen, actor)
        if key == ALL:  # what was proposed for the same words besides
            rest = [one for one in _chosen(document, key) if not one.is_of_letters]
            taken += _write_all(document, rest, actor)
        document.wordings = [*document.wordings, *taken]
        document.save(update_fields=["wordings"])

    record(actor, "documents.wording_taken", document, places=len(taken))
    return document


@transaction.atomic
def put_wording_back(document_id: int, *, actor: Actor) -> Document:
    """Put back what stood in a draft before a proposed wording was taken, where nobody wrote since."""
    with change_of_draft(document_id, actor=actor) as document:
        if not document.wordings:
            raise RuleBroken(_("No proposed wording has been taken."))

        count = 0
        for one in reversed(document.wordings):
            if _words_of(document, one["place"]) == one["after"]:
                _write(document, one["place"], one["before"], actor)
                count += 1
        document.wordings = []
        document.save(update_fields=["wordings"])

    record(actor, "documents.wording_put_back", document, places=count)
    return document


def _chosen(document: Document, key: str) -> list[Correction]:
    """The proposals of that name; of all, those of letters come first and alone."""
    proposed = corrections_of(document)
    if key != ALL:
        return [one for one in proposed if one.key == key]
    return [one for one in proposed if one.is_of_letters] or proposed


def _write_all(document: Document, chosen: list[Correction], actor: Actor) -> list[dict[str, str]]:
    for one in chosen:
        _write(document, one.place.key, one.words, actor)
    return [
        {"place": one.place.key, "before": one.place.words, "after": one.words} for one in chosen
    ]


def _words_of(document: Document, place: str) -> str | None:
    return next((one.words for one in places_of(document) if one.key == place), None)


def _write(document: Document, place: str, words: str, actor: Actor) -> None:
    if place in _FIELDS:
        setattr(document, place, words)
        document.subject_folded = fold(document.subject)
        document.save(update_fields=[place, "subject_folded"])
        return
    owner, _dot, part = place.partition(".")
    if owner == "recipient":
        document.recipients.filter(pk=part).update(label=words)
    else:
        _write_clause(document, owner, part, words, actor)


def _write_clause(document: Document, wid: str, part: str, words: str, actor: Actor) -> None:
    piece = texts.clause_in(document.text, wid) or {}
    expected: dict[str, Any] = {"expected_revision": document.text.revision, "actor": actor}
    if "cells" in piece:
        cells = [words if str(at) == part else cell for at, cell in enumerate(piece["cells"])]
        texts.edit_table_row(document.text_id, wid, cells=cells, **expected)
    else:
        heading = words if part == "heading" else piece.get("heading") or ""
        text = words if part == "text" else piece.get("text") or ""
        texts.edit_clause(document.text_id, wid, heading=heading, text=text, **expected)
    document.text.refresh_from_db()
