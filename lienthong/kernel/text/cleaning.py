"""How what somebody types, pastes or brings in a sheet is kept: the words, and nothing that is not seen."""

import re
import unicodedata

# Look like Đ and đ; they come out of old fonts and of scanning.
_LOOKALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ")
# As spreadsheets write a tab, a line end and a fixed blank into a text.
_WRITTEN_OUT = re.compile(r"_x00(?:09|0[aA]|0[dD]|[aA]0)_")
_BREAK_OF_NO_WIDTH = re.compile("\u200b+(.?)", re.DOTALL)
# What Unicode calls ignorable by default, besides the signs that order and join: joiners of letters, fillers of
# Korean, choosers of variants. None has a shape.
_IGNORABLE = (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2065, 0x3164)
_IGNORABLE_TOO = (*range(0xFE00, 0xFE10), 0xFFA0, *range(0xFFF0, 0xFFF9))
_UNSEEN = {
    number: None
    for number in range(0x10000)
    if unicodedata.category(chr(number)) in ("Cc", "Cf") and not chr(number).isspace()
} | dict.fromkeys((*_IGNORABLE, *_IGNORABLE_TOO))
# Nearly every text has none of them, and looking for one costs a tenth of translating.
_TO_BE_CLEANED = re.compile(f"[{''.join(re.escape(chr(one)) for one in (*_UNSEEN, *_LOOKALIKES))}]")


_TAGS = re.compile(
    "[\U000e0000-\U000e0fff]+"
)  # and choosers of variants, beyond the plane of the others


def nfc(text: str) -> str:
    """The one form in which texts are stored: composed letters, whatever the keyboard sent."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """A name or another short text as it is kept: one line, single blanks, no sign that is not seen."""
    words = _BREAK_OF_NO_WIDTH.sub(_blank_before_a_name, _WRITTEN_OUT.sub(" ", text))
    if _TO_BE_CLEANED.search(words):
        words = words.translate(_UNSEEN).translate(_LOOKALIKES)
    if not words.isascii():
        words = _TAGS.sub("", words)
    return " ".join(nfc(words).split())


def several_lines(text: str) -> str:
    """A text of several lines as it is kept, each of them cleaned."""
    return "\n".join(map(one_line, text.splitlines())).strip()


def _blank_before_a_name(found: re.Match[str]) -> str:
    """A break without width between two words of a name is their blank; within a word it is nothing."""
    return f" {found[1]}" if found[1].isupper() else found[1]
