"""What became of a file, in sentences: what was read, what was set aside and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
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
    Reason.LAID_ON: gettext_noop("note or stamp laid on the page"),
    Reason.DELETED: gettext_noop("deleted in revision"),
    Reason.HIDDEN: gettext_noop("hidden text"),
    Reason.NOT_SHOWN: gettext_noop("not shown: on a layer that is off, or beyond the page's edge"),
    Reason.DRAWING: gettext_noop("words in a drawing"),
    Reason.NOT_GIVEN: gettext_noop("number or date not filled in"),
    Reason.SECOND: gettext_noop("printed a second time or beside the first"),
    Reason.PROMPT: gettext_noop("prompt of a field that was not filled in"),
    Reason.COVER: gettext_noop("cover page; the head below says it again"),
    Reason.UNDER_TYPE: gettext_noop("body named under the type; the head names the issuer"),
    Reason.OPEN_PURPOSE: gettext_noop("purpose; whose it is cannot be told"),
    Reason.SIGNS_BESIDE: gettext_noop("signs beside the signer; the document has place for one"),
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
    "under_the_number": gettext_noop("It stands under the number without “V/v”."),
    "across_the_page": gettext_noop("It stands across the page."),
    "several_sign": gettext_noop("Several sign side by side."),
    "no_title": gettext_noop("No office is printed with the name."),
}


FORM: Final = {
    "state_title": gettext_noop("It bears the title of the State instead of that of the Party."),
    "no_party_title": gettext_noop("“ĐẢNG CỘNG SẢN VIỆT NAM” is missing at the top."),
    "no_issuer": gettext_noop("The issuing body is missing at the top."),
    "no_number": gettext_noop("The number and its symbol are missing."),
    "no_abstract": gettext_noop("The abstract is missing."),
    "colon_after_number": gettext_noop("“Số” stands before the number without a colon."),
    "notation_of_the_state": gettext_noop(
        "“%(notation)s” is written the State's way; the Party writes 05-NQ/ĐU."
    ),
    "notation_turned": gettext_noop("“%(notation)s” names the issuer before the type."),
    "no_leading_zero": gettext_noop("“%(notation)s”: a number below 10 has a zero before it."),
    "no_place_and_date": gettext_noop("Place and date are missing."),
    "day_without_zero": gettext_noop(
        "“%(words)s”: days below 10 and the months 1 and 2 have a zero before them."
    ),
    "day_left_out": gettext_noop("The day is missing in the date."),
    "place_at_the_left": gettext_noop(
        "Place and date stand at the left; they belong at the right."
    ),
    "no_type_name": gettext_noop("The name of the type is missing."),
    "type_not_in_capitals": gettext_noop("The name of the type, “%(words)s”, is not in capitals."),
    "letter_with_a_type": gettext_noop("An official letter bears no name of its type."),
    "type_and_number_differ": gettext_noop(
        "The title says “%(type)s”, the number has the symbol “%(code)s”."
    ),
    "address_word": gettext_noop("“%(words)s” is not the word of address on this type."),
    "no_authority": gettext_noop("The line of authority (T/M …) is missing above the signature."),
    "no_such_authority": gettext_noop("“%(words)s”: there is no such word of authority."),
    "no_signers_title": gettext_noop("The office of the signer is missing."),
    "no_signers_name": gettext_noop("The name of the signer is missing."),
    "authority_of_the_state": gettext_noop(
        "“%(words)s” is the State's spelling; the Party writes T/M, K/T, T/L."
    ),
    "deputy_of_a_committee": gettext_noop(
        "A deputy secretary signs “T/M” with their own title; “K/T” is for offices."
    ),
    "title_in_bold": gettext_noop("The office of the signer is set in bold; it is set in regular."),
    "rank_before_the_name": gettext_noop("“%(words)s”: the name stands without a title or degree."),
    "no_recipients": gettext_noop("“Nơi nhận” is missing."),
    "file_copy_of_the_state": gettext_noop(
        "“%(words)s”: the file copy is printed “Lưu …”, without a colon or “VT”."
    ),
    "gap_in_the_numbering": gettext_noop("The numbering jumps from “%(before)s” to “%(after)s”."),
    "closing": gettext_noop("The text closes with “%(closing)s” instead of “%(mark)s”."),
    "not_of_this_body": gettext_noop(
        "%(issuer)s does not usually issue documents of the type “%(type)s” in this name (399-QĐ/TW)."
    ),
    "margin_top": gettext_noop("The top margin is %(set)d mm instead of %(usual)d."),
    "margin_bottom": gettext_noop("The bottom margin is %(set)d mm instead of %(usual)d."),
    "margin_left": gettext_noop("The left margin is %(set)d mm instead of %(usual)d."),
    "margin_right": gettext_noop("The right margin is %(set)d mm instead of %(usual)d."),
    "body_size": gettext_noop("The text is set in %(set)s pt; it is set in 14."),
    "line_pitch": gettext_noop(
        "The lines are exactly %(set)s pt apart; they are 18 to 22 pt apart."
    ),
}


def form_said(fault: dict[str, Any]) -> str:
    """One thing about the printed form of a file, in a sentence."""
    return str(_(FORM[fault["code"]]) % fault["facts"])


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
    if others := account.get("others"):
        said = ngettext(
            "%(count)d other document of the file was not taken: %(titles)s",
            "%(count)d other documents of the file were not taken: %(titles)s",
            len(others),
        )
        titles = ", ".join(other["title"] for other in others)
        parts.append(said % {"count": len(others), "titles": titles})
    return "; ".join(parts) + "."


@dataclass(frozen=True)
class Remainder:
    """Words of the file that are no part of the text: what they are, where they stand."""

    said: str
    place: str
    text: str


def remainders(account: dict[str, Any]) -> list[Remainder]:
    """What was set aside and what could not be read, in the order of the file."""
    return [
        Remainder(reason_said(one["reason"]), place_said(one.get("place")), one["text"])
        for one in (*account["refused"], *account["set_aside"])
    ]


def of_one(account: dict[str, Any], documents: list[dict[str, Any]], at: int) -> dict[str, Any]:
    """The account for whoever takes one document of a file: the others are named, not lost."""
    others = [
        {"at": number, "title": name_of(one), "lines": count}
        for number, (one, count) in enumerate(zip(documents, account["taken_by"], strict=False))
        if number != at
    ]
    taken = account["taken"] - sum(other["lines"] for other in others)
    return account | {"taken": taken, "others": others, "form": documents[at]["form"]}


def name_of(document: dict[str, Any]) -> str:
    """ "Kế hoạch 05-KH/ĐU thực hiện nhiệm vụ năm 2026"."""
    kind = (document["type"] or {}).get("name")
    return " ".join(filter(None, (kind, document["number"], document["title"]))) or "…"


def _counted(asides: list[dict[str, Any]]) -> str:
    counts = Counter(aside["reason"] for aside in asides)
    return ", ".join(f"{reason_said(reason)} ({count})" for reason, count in counts.items())
