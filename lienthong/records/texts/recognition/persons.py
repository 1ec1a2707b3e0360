"""What stands where a person signs: a title, the mark of a signature, a name."""

from __future__ import annotations

import re
from functools import lru_cache

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.alphabet import vietnamese
from lienthong.records.texts.recognition.vocabulary import SIGNER_TITLES

_RANK = re.compile(
    r"^(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|"
    r"GS|PGS|TSKH|TS|ThS|BS|BS\.?\s?CK\s?(?:I{1,2}|[12])|CK\s?I{1,2}|DS|CN|KS|LS|NGƯT|NGND|TTƯT|TTND|"
    r"Tiến sĩ|Thạc sĩ|Bác sĩ|Dược sĩ|Kỹ sư|Luật sư|Đ/c|Đồng chí)\b[.,:\s]*)+"
)
_NAME_WORD = vietnamese(r"[A-ZÀ-Ỹ][a-zà-ỹ]*(?:['’][A-Za-zà-ỹ]+)?(?:-[A-ZÀ-Ỹa-zà-ỹ]+)*")
_NAME = re.compile(rf"^{_NAME_WORD}(?: {_NAME_WORD}){{1,5}}$")
_CAPITAL_NAME = re.compile(vietnamese(r"^[A-ZÀ-Ỹ']+(?: [A-ZÀ-Ỹ']+){1,4}$"))
# "VÀ DÂN VẬN TỈNH ỦY" goes on with the title above it.
_REST_OF_TITLE = re.compile(
    r"^(?:va|kiem) |\b(?:trung uong|(?:tinh|thanh|dang|huyen|quan|chi) uy)$"
)
_TITLE = re.compile(rf"(?:{'|'.join(sorted(SIGNER_TITLES, key=len, reverse=True))})\b")
_SIGNED = re.compile(r"^(?:\(\s*(?:đã\s+)?k[ýí]\b.*|đã\s+k[ýí]\s*)$", re.IGNORECASE)
_LONGEST_TITLE = 40


def without_rank(printed: str) -> str:
    return _RANK.sub("", printed).strip(" .")


@lru_cache(maxsize=4096)
def is_person(printed: str) -> bool:
    """ "Lù Thị Chẩn", "Thượng tá Đèo Văn Páo"."""
    return bool(_NAME.match(without_rank(printed)))


@lru_cache(maxsize=4096)
def is_person_in_capitals(printed: str) -> bool:
    name = without_rank(printed)
    return bool(_CAPITAL_NAME.match(name)) and not _REST_OF_TITLE.search(fold(name))


def begins_with_title(folded: str) -> bool:
    return bool(_TITLE.match(folded))


@lru_cache(maxsize=4096)
def is_title_alone(printed: str) -> bool:
    """ "Trưởng ban kiểm phiếu", but not "Thư ký: Đ/c Chẩn"."""
    return (
        printed[:1].isupper()
        and len(printed) <= _LONGEST_TITLE
        and not set(printed) & set(":;,.0123456789")
        and begins_with_title(fold(printed))
    )


@lru_cache(maxsize=4096)
def is_mark_of_signature(printed: str) -> bool:
    """ "(đã ký)", "(Ký, ghi rõ họ tên)"."""
    return bool(_SIGNED.match(printed.strip()))
