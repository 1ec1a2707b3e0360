"""What the editor needs to open a draft, and what changed between two versions of its text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor
from lienthong.records.texts.public import (
    KINDS,
    Difference,
    Text,
    TextVersion,
    clauses_of,
    column_widths,
    every_clause,
    flat,
    held_by_other,
    kinds_as_data,
    labels_of,
    last_writer,
    redline,
)

from ..models import Document
from .comments import comments_as_data
from .document import content_sha256, typeset_document
from .pages import pages_in, picture_of

NOW = "now"


def editor_words() -> dict[str, Any]:
    """What the editor says, in the language of the page."""
    return {
        "label": _("Text of the document"),
        "saved": _("Saved at"),
        "unsaved": _("Not saved yet…"),
        "offline": _("No connection; what you write is kept on this machine"),
        "minutes": _("{} minutes not saved"),
        "not_saved": _("Not saved"),
        "signed_out": _("Your session has ended. What you write stays here; sign in to save it."),
        "sign_in": _("Sign in in a new tab"),
        "refused": _("The change could not be saved. What you wrote is still here."),
        "again": _("Send it again"),
        "take_over": _("Go on writing in their place"),
        "close": _("Close"),
        "restored": _("What you wrote here on {} had not arrived. It is put in again."),
        "pasted": _("{} clauses were put in."),
        "left_out": _("Not put in, since they are no clauses:"),
        "reordered": _("Somebody else has moved clauses. Look at the order once more."),
        "removed": _("It is taken out of the text."),
        "undo": _("Undo"),
        "undecided": _(
            "You have not chosen between two wordings yet. Nothing is saved until you do."
        ),
        "decide": _("Choose the wording"),
        "taken_out": _("(taken out)"),
        "mine": _("Your wording"),
        "theirs": _("Wording of {}"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take theirs"),
        "none": _("Not found"),
        "in_table": _("Table"),
        "columns": [_("Content"), _("Responsible")],
        "page": _("Page {} as printed"),
        "comment": _("Comment"),
        "choose_words": _("Choose the words first, or stand in a clause."),
        "say": _("Say it"),
        "answer": _("Answer"),
        "resolve": _("Resolved"),
        "reopen": _("Open again"),
        "cancel": _("Cancel"),
        "whole_clause": _("On the whole clause"),
        "no_preview": _("The preview cannot be drawn now."),
    }


def standing(document: Document) -> dict[str, Any]:
    return standing_of(document.text)


def standing_of(text: Text) -> dict[str, Any]:
    """A text as it is now, for an editor that goes on from it."""
    return {"revision": text.revision, "pieces": flat(clauses_of(text))}


def standing_since(document: Document, known: str, *, actor: Actor) -> dict[str, Any]:
    """The text for an editor that knows it as of a revision, and who else writes it now."""
    state: dict[str, Any] = {"revision": document.text.revision}
    if known != str(document.text.revision):
        state["theirs"] = standing(document)["pieces"]
    if held := writer_of(document, actor):
        state["held"] = held
    return state


def editor_data(document: Document, *, actor: Actor) -> dict[str, Any]:
    """All that the editor opens with."""

    def url(name: str) -> str:
        return reverse(f"documents:{name}", args=[document.pk])

    return standing(document) | {
        "kinds": kinds_as_data(),
        "person": actor.person_id,
        "held": writer_of(document, actor),
        "by": last_writer_of(document.text),
        "widths": {
            node["wid"]: column_widths(node)
            for node in every_clause(clauses_of(document.text))
            if node.get("columns")
        },
        "words": editor_words(),
        "keeps_here": True,
        "comments": comments_as_data(document),
        "urls": {
            "changes": url("write_changes"),
            "state": url("write_state"),
            "read": url("write_read"),
            "preview": url("write_preview"),
            "comments": url("write_comments"),
            "sign_in": url("document"),
        },
    }


def kinds_to_choose() -> list[tuple[str, str]]:
    """The kinds of clause that somebody may choose; a table is put in, not chosen."""
    return [(key, str(kind.name)) for key, kind in KINDS.items() if key != "table"]


def last_writer_of(text: Text) -> str:
    """Who wrote in the editor last."""
    return last_writer(text)


def writer_of(document: Document, actor: Actor) -> str:
    return held_by_other(document.text, actor)


# --- Preview --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftPages:
    """The draft as it would be printed now."""

    mark: str
    pdf: bytes
    count: int


def draft_pages(document: Document) -> DraftPages:
    """Set once for each content; a page that is asked for later finds it again."""
    mark = content_sha256(document)[:16]
    known = _known_pages(document.pk, mark)
    if not known:
        pdf = typeset_document(document, draft=True).pdf
        known.append(DraftPages(mark, pdf, pages_in(pdf)))
    return known[0]


@lru_cache(maxsize=16)
def _known_pages(document_id: int, mark: str) -> list[DraftPages]:
    return []


def draft_picture(document: Document, number: int) -> bytes | None:
    return picture_of(draft_pages(document).pdf, number)


# --- Versions -------------------------------------------------------------------------------------


def versions_of(document: Document) -> list[TextVersion]:
    """The versions of the text, newest first."""
    return list(document.text.versions.defer("body").order_by("-number"))


def version_asked(document: Document, asked: str) -> Text | TextVersion | None:
    """One version by its number, or the text as it is now."""
    if asked == NOW:
        return document.text
    return document.text.versions.filter(number=asked).first() if asked.isdecimal() else None


def differences(old: Text | TextVersion, new: Text | TextVersion) -> list[Difference]:
    """What was changed from one version to the other, clause by clause."""
    return redline(clauses_of(old), clauses_of(new), labels_of(old) | labels_of(new))
