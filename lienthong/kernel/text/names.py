"""Sorting people as Vietnamese lists do."""

import re
import unicodedata

from lienthong.kernel.text.cleaning import nfc, one_line

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# a ă â, d đ, e ê, o ô ơ, u ư are letters in this order.
_MARKED_LETTERS = {
    "a\u0306": "a1",
    "a\u0302": "a2",
    "e\u0302": "e1",
    "o\u0302": "o1",
    "o\u031b": "o2",
    "u\u031b": "u1",
}
_LETTERS_D = "đðɖ"
# Of all peoples of the country: the Ê-đê and the Gia-rai write Ƀ.
_NOT_OF_ASCII = "ĐđɃƀ"
_WORDS = re.compile(r"[^\W_]+")
_AFTER_FIELD, _AFTER_WORD, _BEFORE_TONE = ",", "-", " "


def name_sort_key(full_name: str) -> str:
    """Given name (the last word) first, then middle, then family name, to compare byte by byte."""
    words = nfc(full_name).lower().split()
    if not words:
        return ""
    family, *middle = words[:-1] or [""]
    fields = [[words[-1]], middle, [family] if family else []]
    return _AFTER_FIELD.join(_AFTER_WORD.join(map(_word_key, field)) for field in fields)


def spelling_keys(text: str) -> list[str]:
    """The words of a text with their marks, the same wherever the tone was put: ủy and uỷ."""
    return [_word_key(word) for word in _WORDS.findall(nfc(text).lower())]


def name_letters(name: str) -> str:
    """What two names that look alike have in common: letters and digits with their marks, the rest left out.

    The same for full-width letters, another place of the tone, other blanks and dashes.
    """
    alike = unicodedata.normalize("NFKC", one_line(name))
    return " ".join(spelling_keys(alike))


def strange_letter(name: str) -> str:
    """The first letter of a name that no Vietnamese alphabet has, if there is one: a Cyrillic А, a full-width Ａ."""
    for letter in one_line(name):
        base = unicodedata.normalize("NFD", letter)[0]
        if base.isalpha() and not (base.isascii() or base in _NOT_OF_ASCII):
            return letter
    return ""


def _word_key(word: str) -> str:
    """Letters in alphabetical order first, then the tone wherever it was written."""
    letters: list[str] = []
    tones = ""
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tones += _TONES[character]
        elif unicodedata.category(character) != "Mn":
            letters.append("d1" if character in _LETTERS_D else character + "0")
        elif letters:
            letters[-1] = _MARKED_LETTERS.get(letters[-1][0] + character, letters[-1])
    return "".join(letters) + _BEFORE_TONE + (tones or "0")
