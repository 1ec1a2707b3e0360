"""The type of a document and its abstract (trích yếu)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from lienthong.kernel.text.public import fold
from lienthong.records.texts.clauses.markers import marker_of
from lienthong.records.texts.recognition.heads import is_head_line
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import is_stamp_line
from lienthong.records.texts.recognition.names import is_organisation
from lienthong.records.texts.recognition.recipients import is_label_of_telegram
from lienthong.records.texts.recognition.vocabulary import (
    BY_FOLDED_NAME,
    FILLED_IN,
    TELEGRAM,
    PrintedType,
)
from lienthong.records.texts.recognition.wrapping import in_one, is_torn

_OF_A_BODY = re.compile(r"^(?:của|CỦA)\s+(.+)$")
_ATTACHED = re.compile(r"^\(.*(?:kem theo|ban hanh|trinh tai|tai hoi nghi)", re.IGNORECASE)
_ADDRESSEES = re.compile(r"^kinh (?:(?:gui|trinh)\b|moi\s*:)")
# The text of a document opens with one of these; an abstract never does.
_OPENINGS = re.compile(
    r"^(?:Căn cứ|Thực hiện|Thi hành|Xét|Theo|Trên cơ sở|Nhằm|Để|Trong|Những năm|Năm|Sau khi|Qua|Hội nghị|Hôm nay|"
    r"Ngày|Vào hồi|Tiếp tục|Ban (?:Thường vụ|Chấp hành|Bí thư)|Bộ Chính trị|Thường trực|Đảng ủy|Tỉnh ủy|Chi bộ|"
    r"Văn phòng|Phần|Chương|Điều|Mục|Kính|Đồng chí|Các đồng chí|Với|Từ|Hiện nay|Vừa qua|Thời gian)\b"
)
_STANDING_OPENINGS = re.compile(
    r"^(?:Căn cứ|Thực hiện|Thi hành|Xét|Theo|Trên cơ sở|Nhằm|Hôm nay|Vào hồi|Kính|Sau khi)\b"
)
# None of these stands at the beginning of a line of an abstract whose paragraph is a sentence.
_SENTENCE_OPENINGS = re.compile(
    r"^(?:Căn cứ|Thực hiện|Thi hành|Xét|Theo|Trên cơ sở|Trong|Những năm|Sau khi|Qua|Hội nghị|Hôm nay|Ngày|Hồi|"
    r"Vào hồi|Tại|Sáng|Chiều|Đại hội|Kính|Vừa qua|Hiện nay|Thời gian|Được sự|Để|Nhằm|Với)\b"
)
_OPEN_ENDED = re.compile(
    r"(?:,|\b(?:của|và|các|với|trong|cho|là|theo|đến|tại|về|ở|do|từ|bằng|những|để|hoặc|cùng|việc|hiện|quả|số))$"
)
_LONGEST_OPENING = 12
_FILLED_IN = re.compile(r"[^\W\d_][^:;.]{2,60}:(?:\s|$)")
_MAY_OPEN_BOTH = re.compile(r"^(?:Tiếp tục|Tăng cường|Đẩy mạnh|Nâng cao|Nhằm)\b")
_ALMOST_THE_SAME = 0.88


@dataclass
class Title:
    """`end` is the first line after the title."""

    kind: PrintedType | None
    abstract: str | None = None
    body_of_issue: str | None = None
    under_type: str | None = None
    attached: str | None = None
    end: int = 0
    is_misread: bool = False
    skipped: list[Line] = field(default_factory=list)


def type_of_line(line: Line) -> tuple[PrintedType, str] | None:
    """The type a title line names, and the rest of that line; scanned marks on letters forgiven."""
    text = _closed_up(line.text).strip(" .:*")
    if line.cells or is_stamp_line(line) or marker_of(line.text):
        return None
    if not line.is_capitals:
        return (
            (BY_FOLDED_NAME[fold(text)], "")
            if fold(text) in BY_FOLDED_NAME and line.text[0].isupper()
            else None
        )
    words = text.split()
    for size in (4, 3, 2):
        kind = BY_FOLDED_NAME.get(fold(" ".join(words[:size])))
        if kind and len(words) >= size:
            return kind, " ".join(words[size:])
    kind = BY_FOLDED_NAME.get(fold(text)) if len(words) == 1 else _misread(text)
    return (kind, "") if kind else None


def is_telegram(line: Line) -> bool:
    found = type_of_line(line)
    return found is not None and found[0] is TELEGRAM


def _misread(text: str) -> PrintedType | None:
    """A type name with one letter read wrongly."""
    close = get_close_matches(fold(text), BY_FOLDED_NAME, n=1, cutoff=_ALMOST_THE_SAME)
    return (
        BY_FOLDED_NAME[close[0]] if close and len(close[0].split()) == len(text.split()) else None
    )


def _closed_up(text: str) -> str:
    """ "N G H Ị  Q U Y Ế T" is written with spread letters."""
    words = re.split(r"\s{2,}", text.strip())
    if len(text.split()) >= 6 and all(len(piece) == 1 for piece in text.split()):
        spread = "".join("".join(word.split()) for word in words)
        return next(
            (
                k.name.upper()
                for f, k in BY_FOLDED_NAME.items()
                if f.replace(" ", "") == fold(spread)
            ),
            text,
        )
    return text


def read_title(lines: Sequence[Line], at: int) -> Title:
    """The title lines from the type's line on, up to where the text of the document opens."""
    found = type_of_line(lines[at])
    title = Title(found[0] if found else None, end=at + 1)
    title.is_misread = found is not None and fold(found[0].name) not in fold(
        _closed_up(lines[at].text)
    )
    abstract = [found[1]] if found and found[1] else []
    previous = lines[at]
    while title.end < len(lines):
        line = lines[title.end]
        if is_head_line(line):
            title.skipped.append(line)
        elif _ATTACHED.match(line.folded) and abstract:
            title.end = _take_attached(lines, title)
            continue
        elif _opens_a_form(line, title.kind):
            break
        elif _belongs(line, previous, abstract) and not _begins_the_text(
            lines, title.end, abstract
        ):
            abstract.append(line.text)
            previous = line
        else:
            break
        title.end += 1
    _settle(title, abstract)
    return title


def _opens_a_form(line: Line, kind: PrintedType | None) -> bool:
    """ "Đồng chí: …" on a slip, "BAN THƯỜNG VỤ TỈNH ỦY điện:" on a telegram."""
    if kind is TELEGRAM:
        return is_label_of_telegram(line)
    return kind is not None and kind.key in FILLED_IN and bool(_FILLED_IN.match(line.text))


def _take_attached(lines: Sequence[Line], title: Title) -> int:
    """ "(Ban hành kèm theo …)", up to its closing bracket."""
    parts: list[str] = []
    position = title.end
    while position < len(lines) and len(parts) < 5:
        parts.append(lines[position].text)
        position += 1
        if parts[-1].rstrip(" .").endswith(")"):
            break
    title.attached = in_one(parts)
    return position


def _begins_the_text(lines: Sequence[Line], at: int, abstract: list[str]) -> bool:
    """Where no blank line parts them: words only a text opens with, in a paragraph that is a sentence;
    or the body that decides, in capitals."""
    line, above = lines[at], lines[at - 1]
    if not abstract or _is_open(above) or line.text[0].islower():
        return False
    if line.is_capitals and not abstract[-1].isupper():
        return is_organisation(line.text) and above.text == abstract[-1]
    return bool(_SENTENCE_OPENINGS.match(line.text)) and _is_sentence(lines, at)


def _is_open(line: Line) -> bool:
    """ "… Nghị quyết của", "… phòng, chống thiên tai,": the abstract goes on."""
    return bool(_OPEN_ENDED.search(line.text))


def _is_sentence(lines: Sequence[Line], at: int) -> bool:
    for number, line in enumerate(lines[at : at + _LONGEST_OPENING]):
        is_other = number and (line.blank_before or _SENTENCE_OPENINGS.match(line.text))
        if line.cells or is_other or (number and marker_of(line.text)):
            return False
        if line.text.endswith((".", ";", ":")):
            return True
    return False


def _belongs(line: Line, previous: Line, abstract: list[str]) -> bool:
    """Whether a line still belongs to the abstract."""
    if abstract and is_torn(abstract[-1], line.text):
        return True
    if (
        line.cells
        or marker_of(line.text)
        or _ADDRESSEES.match(line.folded)
        or line.text.startswith("- ")
    ):
        return False
    if not abstract and line.text.endswith(":"):  # "… trân trọng kính mời:" opens the text
        return False
    if abstract and abstract[-1].endswith(";") and line.text[0].islower():
        return True
    if abstract and (abstract[-1].endswith((".", ";", ":")) or _STANDING_OPENINGS.match(line.text)):
        return False
    if _runs_on(line):
        return True
    if line.blank_before:
        return _may_follow_a_blank(line, previous, abstract)
    return not (previous.bold and not line.bold and abstract) and not (
        abstract and _OPENINGS.match(line.text) and len(line.text) >= max(map(len, abstract))
    )


def _opens_the_text(line: Line) -> bool:
    """Words a text opens with; "Tiếp tục đẩy mạnh …" opens an abstract too, which is no sentence."""
    if _MAY_OPEN_BOTH.match(line.text):
        return line.text.endswith((".", ";", ":"))
    return bool(_OPENINGS.match(line.text))


def _runs_on(line: Line) -> bool:
    return line.text[0].islower() or line.text[0].isdigit() or line.text[0] == "("


def _may_follow_a_blank(line: Line, previous: Line, abstract: list[str]) -> bool:
    if not abstract or all(_OF_A_BODY.match(words) and words.isupper() for words in abstract):
        return not _opens_the_text(line) or line.bold or line.is_capitals
    if line.is_capitals and previous.is_capitals:
        return True
    return line.bold and previous.bold and len(line.text) <= 120 and not line.is_capitals


def _settle(title: Title, abstract: list[str]) -> None:
    """The collective named under the type ("CỦA BAN CHẤP HÀNH …") is the issuer, not the abstract."""
    if abstract and (of_body := _OF_A_BODY.match(abstract[0])) and abstract[0].isupper():
        title.body_of_issue, title.under_type = of_body[1], abstract[0]
        abstract = abstract[1:]
        while abstract and abstract[0].isupper() and not fold(abstract[0]).startswith("ve "):
            title.under_type += " " + abstract[0]
            title.body_of_issue += " " + abstract.pop(0)
    title.abstract = in_one(abstract or [""]).strip() or None
