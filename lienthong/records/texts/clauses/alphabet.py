"""Vietnamese letters in regular expressions: Unicode mixes small letters and capitals."""

from typing import Final

_SMALL: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def vietnamese(regex: str) -> str:
    """A regular expression in which "À-Ỹ" and "à-ỹ" mean all marked capitals and small letters."""
    return regex.replace("À-Ỹ", _SMALL.upper()).replace("à-ỹ", _SMALL)
