"""Texts typed in the fonts of before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times")."""

from __future__ import annotations

import re
from typing import Final

from lienthong.kernel.text.cleaning import nfc
from lienthong.kernel.text.symbols import out_of_private_range

_TCVN3: Final = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_UNICODE: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_FROM_TCVN3: Final = str.maketrans(dict(zip(_TCVN3, _UNICODE, strict=True)))

_VNI_TONES: Final = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_BREVE: Final = dict(
    zip("êèéúüë", ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"], strict=True)
)
_VNI_HAT: Final = dict(
    zip("âàáåãä", ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"], strict=True)
)


def _vni_table() -> dict[str, str]:
    table = {
        "ñ": "đ",
        "æ": "ỉ",
        "ó": "ĩ",
        "ò": "ị",
        "î": "ỵ",
        "ô": "ơ",
        "ö": "ư",
        "ì": "ì",
        "í": "í",
    }
    for letter, meant in {
        "a": "a",
        "e": "e",
        "o": "o",
        "u": "u",
        "y": "y",
        "ô": "ơ",
        "ö": "ư",
    }.items():
        table.update({letter + mark: nfc(meant + tone) for mark, tone in _VNI_TONES.items()})
    table.update({"a" + mark: nfc("ă" + tone) for mark, tone in _VNI_BREVE.items()})
    for letter, meant in {"a": "â", "e": "ê", "o": "ô"}.items():
        table.update({letter + mark: nfc(meant + tone) for mark, tone in _VNI_HAT.items()})
    capitals = {key.upper(): value.upper() for key, value in table.items()}
    mixed = {
        key[0].upper() + key[1:]: value.upper() for key, value in table.items() if len(key) == 2
    }
    return {**table, **mixed, **capitals}


_FROM_VNI: Final = _vni_table()
# Two characters make one letter: the longest match first.
_VNI_LETTER: Final = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))


def is_legacy(font: str | None) -> bool:
    return bool(font) and (_is_tcvn3(font) or _is_vni(font))


def converted(text: str, font: str | None) -> str:
    """A run of text in Unicode, by the name of the font it was typed in."""
    if _is_tcvn3(font):
        text = nfc(out_of_private_range(text).translate(_FROM_TCVN3))
        return text.upper() if _is_capital_font(font) else text
    if _is_vni(font):
        moved = out_of_private_range(text)
        return nfc(_VNI_LETTER.sub(lambda found: _FROM_VNI[found[0]], moved))
    return text


def _is_tcvn3(font: str | None) -> bool:
    return (font or "").lower().lstrip("+").split("+")[-1].startswith(".vn")


def _is_vni(font: str | None) -> bool:
    return (font or "").lower().split("+")[-1].startswith(("vni-", "vni "))


def _is_capital_font(font: str | None) -> bool:
    """ ".VnTimeH" shows small letters as capitals."""
    return (font or "").split(",")[0].rstrip().endswith("H")
