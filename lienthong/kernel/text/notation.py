"""Number and notation of a document: "05-NQ/ĐUK" of the Party, "749/QĐ-TTg" of the State."""

import re
from dataclasses import dataclass

from lienthong.kernel.text.cleaning import one_line
from lienthong.kernel.text.wording import number_words

_PREFIX = r"^\s*(?:[Ss]ố\s*:?\s*)?"
_HYPHEN = r"\s*[-‐‑–—−]\s*"  # all of them are seen in real texts
_TYPE = r"[A-ZĐ][A-Za-zĐđô]{0,5}"
# An issuer may be written with one inner blank: 05-KH/BCĐ TU.
_ISSUER = r"[A-Za-zĐđƯưÔô0-9.\-]{1,24}(?:\s[A-ZĐƯÔ][A-ZĐƯÔ0-9]{1,9})?"
_PARTY = re.compile(rf"{_PREFIX}(\d{{1,5}})([a-z]?){_HYPHEN}({_TYPE})\s*/\s*({_ISSUER})\s*$")
_STATE = re.compile(
    rf"{_PREFIX}(\d{{1,5}})([a-z]?)\s*/\s*(?:(\d{{4}})\s*/\s*)?"
    rf"(?:({_TYPE}){_HYPHEN})?([A-ZĐ][A-Za-zĐđƯưÔô0-9\-]{{1,20}})\s*$"
)


@dataclass(frozen=True)
class Notation:
    """A label, not a key: thousands of committees sign "ĐU"."""

    number: int
    suffix: str
    type_code: str
    issuer_symbol: str
    year: int | None = None
    of_state: bool = False

    def __str__(self) -> str:
        return format_notation(self)


def parse_notation(text: str) -> Notation | None:
    """The notation a text consists of, blanks aside; None where the text is something else."""
    text = one_line(text)
    if party := _PARTY.match(text):
        number, suffix, type_code, issuer = party.groups()
        return Notation(int(number), suffix, type_code, " ".join(issuer.split()))
    if state := _STATE.match(text):
        number, suffix, year, type_code, issuer = state.groups()
        return Notation(
            int(number), suffix, type_code or "", issuer, int(year) if year else None, of_state=True
        )
    return None


def format_notation(notation: Notation) -> str:
    """The notation as printed, without the word "Số"."""
    number = number_words(notation.number) + notation.suffix
    if not notation.of_state:
        return f"{number}-{notation.type_code}/{notation.issuer_symbol}"
    symbol = "-".join(part for part in (notation.type_code, notation.issuer_symbol) if part)
    return "/".join([number, *([str(notation.year)] if notation.year else []), symbol])
