"""What became of a file, in sentences: what was read, what was set aside and why."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from lienthong.records.texts.recognition.source import Reason

REASONS: Final = {
    Reason.PAGE_NUMBER: gettext_noop("page number"),
    Reason.PAGE_HEADER: gettext_noop("header or footer of a page"),
    Reason.ARRIVAL_STAMP: gettext_noop("arrival stamp"),
    Reason.SIGNING_STAMP: gettext_noop("stamp of a digital signature"),
    Reason.SIGNATURE: gettext_noop("mark of a signature or seal"),
    Reason.WATERMARK: gettext_noop("words across the page"),
    Reason.SCANNER: gettext_noop("line of a scanning program"),
    Reason.HANDWRITING: gettext_noop("writing by hand or stray words"),
    Reason.FOOTNOTE: gettext_noop("note"),
    Reason.COMMENT: gettext_noop("comment"),
    Reason.DELETED: gettext_noop("deleted in revision"),
    Reason.HIDDEN: gettext_noop("hidden text"),
    Reason.DRAWING: gettext_noop("words in a drawing"),
    Reason.NOT_GIVEN: gettext_noop("number or date not filled in"),
    Reason.SECOND: gettext_noop("printed a second time or beside the first"),
    Reason.OPEN_PURPOSE: gettext_noop("purpose; whose it is cannot be told"),
    Reason.REPEATED: gettext_noop("printed again"),
    Reason.UNKNOWN_LETTER: gettext_noop("letter that is not known"),
    Reason.UNPLACED: gettext_noop("no field or clause takes it"),
}
GROUNDS: Final = {
    "by_abbreviation": gettext_noop("No title names the type; it follows from the number."),
    "two_types": gettext_noop("The abbreviation stands for two types, and no title names one."),
    "by_addressees": gettext_noop("No title names the type; it is addressed like a letter."),
    "misread": gettext_noop("The type is spelled almost like this."),
    "under_the_title": gettext_noop("It is not in the head but under the title."),
    "above_the_signature": gettext_noop("It is not in the head but above the signature."),
    "beside_a_brace": gettext_noop("The purpose beside a brace is given to those it joins."),
    "open_purposes": gettext_noop("Whose purpose stands beside the brace cannot be told."),
    "no_title": gettext_noop("No office is printed with the name."),
}


def reason_said(code: str) -> str:
    return _(REASONS[Reason(code)])


def ground_said(code: str) -> str:
    return _(GROUNDS[code])


def place_said(place: dict[str, Any] | None) -> str:
    """ "page 3, line 2"."""
    if not place:
        return ""
    words = [
        _("page %(number)d") % {"number": place["page"]} if place["page"] else "",
        _("line %(number)d") % {"number": place["line"]} if place["line"] else "",
    ]
    return ", ".join(filter(None, words))


def account_said(account: dict[str, Any]) -> str:
    """ "214 lines were read; 2 lines were set aside: page number (1), note (1)."."""
    read = ngettext("%(count)d line was read", "%(count)d lines were read", account["taken"]) % {
        "count": account["taken"]
    }
    parts = [read]
    if aside := account["set_aside"]:
        said = ngettext(
            "%(count)d piece was set aside: %(reasons)s",
            "%(count)d pieces were set aside: %(reasons)s",
            len(aside),
        )
        parts.append(said % {"count": len(aside), "reasons": _counted(aside)})
    if refused := account["refused"]:
        said = ngettext(
            "%(count)d piece could not be read: %(reasons)s",
            "%(count)d pieces could not be read: %(reasons)s",
            len(refused),
        )
        parts.append(said % {"count": len(refused), "reasons": _counted(refused)})
    return "; ".join(parts) + "."


def _counted(asides: list[dict[str, Any]]) -> str:
    counts = Counter(aside["reason"] for aside in asides)
    return ", ".join(f"{reason_said(reason)} ({count})" for reason, count in counts.items())
