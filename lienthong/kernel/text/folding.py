"""What two spellings of the same Vietnamese words have in common."""

import unicodedata

from lienthong.kernel.text.cleaning import nfc, one_line

_LETTER_D = str.maketrans("đĐ", "dd")  # a letter of its own, not a d with a mark
_PLAIN_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Search form: "đảng  ủy" and "Đảng uỷ" and "dang uy" are the same words."""
    return " ".join(_without_marks(one_line(text).translate(_LETTER_D).lower()).split())


def in_plain_letters(text: str) -> str:
    """For programs that know no Vietnamese letters: "Đảng ủy" becomes "Dang uy"; what has no such letter goes."""
    plain = _without_marks(one_line(text).translate(_PLAIN_D))
    return plain.encode("ascii", "ignore").decode("ascii")


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    if max(text) <= _LAST_KNOWN:
        return nfc(text.translate(_BARE))
    return _decomposed(text)


def _decomposed(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return nfc("".join(c for c in decomposed if unicodedata.category(c) != "Mn"))


# Letter by letter it would take milliseconds for a page, and every text that is searched is folded.
_LAST_KNOWN = "\uffff"
_BARE = {
    number: bare
    for number in range(0x80, ord(_LAST_KNOWN) + 1)
    if (bare := _decomposed(chr(number))) != chr(number)
}
