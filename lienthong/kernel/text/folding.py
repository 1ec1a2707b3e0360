"""What two spellings of the same Vietnamese words have in common."""

import re
import unicodedata

# đ is a letter of its own, not a d with a mark; Ð (eth) and Ɖ (African d) look the same and
# come out of old fonts and of scanning.
_LETTER_D = str.maketrans(dict.fromkeys("đðɖĐÐƉ", "d"))
_INVISIBLE = dict.fromkeys(map(ord, "\0\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BLANKS = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The one form in which texts are stored: composed letters, whatever the keyboard sent."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Search form: "đảng  ủy" and "Đảng uỷ" and "dang uy" are the same words."""
    letters = nfc(text).translate(_INVISIBLE).translate(_LETTER_D).lower()
    return _BLANKS.sub(" ", _without_marks(letters)).strip()


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return nfc("".join(c for c in decomposed if unicodedata.category(c) != "Mn"))
