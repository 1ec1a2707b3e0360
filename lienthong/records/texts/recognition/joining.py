"""Lines broken by document and scan, joined into the paragraphs their author wrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lienthong.records.texts.clauses.markers import STAGE, Marker, marker_of
from lienthong.records.texts.clauses.notes import without_call
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.marks import is_page_number
from lienthong.records.texts.recognition.running import ENDS, is_noise, key_of, running_heads
from lienthong.records.texts.recognition.source import Aside, Reason
from lienthong.records.texts.recognition.splitting import is_appendix_title
from lienthong.records.texts.recognition.wrapping import in_one, is_torn

_LABELLED = re.compile(r"^[^\W\d_][^.,;:()\d]{3,30}:(?:\s|$)")
# What is filled in below "Nơi công tác: …".
_PERIOD = re.compile(r"(?:Từ|Kể từ) ngày\s+\d")
_REFERS = re.compile(r"\b(?:Điều|khoản|điểm|mục|số|ngày|tháng|năm|quý|Chương|Phần)$", re.IGNORECASE)
# "quý" / "III/2026.", "ngày" / "30/6/2027": the figure that belongs to the word above.
_FIGURE = re.compile(r"(?:[IVX]{1,4}|\d{1,4})/\d{1,4}\b")
_LONE_ROMAN = re.compile(r"[IVX]{1,6}")
# A sentence cannot end with one of these: what follows the page break belongs to it.
_OPEN_ENDED = re.compile(
    r"(?:,|\b(?:của|và|các|với|trong|cho|là|theo|đến|tại|về|ở|do|từ|bằng|những|một|để|hoặc|cùng|được|bị|giữa|(?<!trực )thuộc|như|vào|nhằm|đồng chí|số)|\b(?:khoản|điểm|tiết)\s\w{1,3})$",
    re.IGNORECASE,
)
# 36-HD/VPTW: the grounds of a document stand one below the other, before the words of the decision.
GROUND = re.compile(r"^(?:[-–+]\s*)?(?:Căn cứ|Xét|Theo|Thực hiện|Thi hành|Trên cơ sở)\b")
CLOSING_SENTENCE = re.compile(
    r"^(?:Nghị quyết|Quyết định|Chỉ thị|Kết luận|Quy chế|Quy định|Thông tri|Hướng dẫn|Thông báo|Kế hoạch|Chương trình|Đề án)"
    r"(?: này (?:được )?(?:phổ biến|có hiệu lực|thay thế)| (?:này )?(?:đã )?được [^.;]{0,80}\b(?:thông qua|biểu quyết|nhất trí))",
)
_ENACTS = re.compile(
    r"\b(?:quy định|quyết định|quyết nghị|kết luận|ban hành|chỉ thị|hướng dẫn|thông báo)\b[^.;]{0,60}:$"
)
_FIRST_LINE_INDENT = 3
_FEWEST_SECOND_LINES = 4
_NARROW = 0.75
_SHORTEST_FULL_LINE = 45
_WIDEST_PRINTED_LINE = 140


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or clause, or a run of table rows."""

    text: str
    bold: bool = False
    italic: bool = False
    lead: int = 0
    capitals: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    merged: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    marker: Marker | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Width:
    """How wide the lines around a line run, whether blank lines part the paragraphs, and where the
    second line of a paragraph begins, if the first is set in."""

    of_line: dict[int, int]
    parted_by_blanks: bool
    margin: int | None = None

    def is_full(self, line: Line) -> bool:
        """Whether a line runs to the margin: the sentence may go on below it."""
        return len(line.text) >= max(_NARROW * self.of_line.get(id(line), 0), _SHORTEST_FULL_LINE)


def measure(lines: Sequence[Line]) -> Width:
    """The margin is learnt from each run of lines without a blank between."""
    paragraphs = [line for line in lines if not line.cells]
    blanks = sum(line.blank_before for line in paragraphs)
    widths: dict[int, int] = {}
    run: list[Line] = []
    for line in [*paragraphs, None]:
        if line is None or line.blank_before:
            lengths = sorted(len(inner.text) for inner in run)
            full = lengths[int((len(lengths) - 1) * 0.95)] if lengths else 0
            widths.update({id(inner): full for inner in run})
            run = []
        if line is not None:
            run.append(line)
    return Width(widths, blanks * 3 >= len(paragraphs), _margin(paragraphs))


def _margin(lines: Sequence[Line]) -> int | None:
    """Lines in small letters go on: where nearly all of them begin is the margin."""
    begins = Counter(one.indent for one in lines if one.text[0].islower() and not one.blank_before)
    if not begins:
        return None
    margin, times = begins.most_common(1)[0]
    return margin if times >= _FEWEST_SECOND_LINES and times >= 0.8 * begins.total() else None


def read_blocks(
    lines: Sequence[Line], above: Sequence[Aside] = ()
) -> tuple[list[Block], list[Aside]]:
    """The blocks of a stretch of lines, and what is no part of the text (page numbers); `above` is what was
    none in the stretch before."""
    running = running_heads(
        lines, {key_of(one.text) for one in above if one.reason is Reason.PAGE_HEADER}
    )
    noise = [
        Aside(line.text, _reason(line)) for line in lines if is_noise(line) or id(line) in running
    ]
    kept = _without_noise(lines, running)
    width = measure(kept)
    groups: list[list[Line]] = []
    for line in kept:
        if groups and _belongs_together(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_block(group) for group in groups], noise


def _reason(line: Line) -> Reason:
    if is_page_number(line.text):
        return Reason.PAGE_NUMBER
    return Reason.HANDWRITING if is_noise(line) else Reason.PAGE_HEADER


def _without_noise(lines: Sequence[Line], running: set[int]) -> list[Line]:
    kept: list[Line] = []
    blank = False
    for line in lines:
        if is_noise(line) or id(line) in running:
            blank = True
            continue
        if blank and not line.blank_before:
            line = replace(line, blank_before=True)
        kept.append(line)
        blank = False
    return kept


def _belongs_together(group: list[Line], line: Line, width: Width) -> bool:
    last = group[-1]
    if line.cells or last.cells:
        return bool(line.cells and last.cells)
    if _LONE_ROMAN.fullmatch(last.text):  # its heading stands below it, in a line of its own
        return False
    if is_torn(last.text, line.text) or _ends_at_an_appendix(group, line, width):
        return True
    if _starts_clause(line, group, width) or is_appendix_title(line) or is_appendix_title(last):
        return False
    if _follows_a_ground(group, line, width):
        return False
    if _REFERS.search(last.text) and _FIGURE.match(line.text) and not _is_emphasised(group):
        return True
    if line.blank_before:
        return _goes_on_over_blank(group, line)
    return _goes_on(group, line, width)


def _ends_at_an_appendix(group: list[Line], line: Line, width: Width) -> bool:
    """ "… có danh sách kèm theo tại" over "Phụ lục 2.": the end of a sentence, not the head of an appendix."""
    is_end = line.text.endswith((".", ";")) and not (line.bold or line.is_capitals)
    return is_end and is_appendix_title(line) and _is_open(group, line, width)


def _follows_a_ground(group: list[Line], line: Line, width: Width) -> bool:
    """Each ground ends with its comma or semicolon; then another, or the words that decide."""
    last = group[-1]
    if not GROUND.match(group[0].text) or not line.text[0].isupper():
        return False
    if without_call(last.text).endswith(";") or (
        _ENACTS.search(line.text) and without_call(last.text).endswith(",")
    ):
        return True
    is_parted = line.blank_before or not width.is_full(last)
    return without_call(last.text).endswith(",") and (bool(GROUND.match(line.text)) or is_parted)


def _starts_clause(line: Line, group: list[Line], width: Width) -> bool:
    marker = marker_of(line.text)
    if marker is None:
        return bool(STAGE.match(line.text)) and (
            line.blank_before or without_call(group[-1].text).endswith(ENDS)
        )
    return not (_could_be_mid_sentence(marker) and _is_open(group, line, width))


def _could_be_mid_sentence(marker: Marker) -> bool:
    """A mark that may as well be a wrapped "Điều 5." or "khoản 2." of a sentence."""
    may_be_cited = marker.kind in {"article", "clause", "subclause"} or marker.style in {
        "roman",
        "letter",
    }
    return may_be_cited and marker.number != 1


def _is_open(group: list[Line], line: Line, width: Width) -> bool:
    """Whether the sentence above can only go on on this line."""
    last = group[-1]
    refers = _REFERS.search(last.text)
    if line.blank_before or last.is_capitals or without_call(last.text).endswith(","):
        return False
    return bool(_OPEN_ENDED.search(last.text)) or bool(refers) and width.is_full(last)


def _goes_on_over_blank(group: list[Line], line: Line) -> bool:
    """A page break in mid-sentence: no end before it, no beginning after it."""
    last = group[-1]
    if without_call(last.text).endswith(ENDS) or line.italic != last.italic:
        return False
    if line.text[0].islower():  # no heading goes on below it in small letters
        return not _is_emphasised(group)
    if _is_heading(group):
        return False
    if without_call(last.text).endswith("Chủ tịch") and line.text.startswith("Hồ Chí Minh"):
        return True
    return line.text[0].isdigit() or bool(_OPEN_ENDED.search(last.text) and not line.is_capitals)


def _is_emphasised(group: list[Line]) -> bool:
    return all(line.is_capitals or line.bold for line in group)


def _is_heading(group: list[Line]) -> bool:
    first = group[0]
    if _is_emphasised(group):
        return True
    marker = marker_of(first.text)
    is_short = sum(len(line.text) for line in group) <= 60
    return (
        marker is not None
        and is_short
        and marker.kind not in {"dash", "plus", "point"}
        and not without_call(group[-1].text).endswith(",")
    )


def _goes_on(group: list[Line], line: Line, width: Width) -> bool:
    """The next line without a blank between."""
    last = group[-1]
    if last.is_capitals != line.is_capitals and (last.is_capitals or line.is_capitals):
        return last.is_capitals and line.text[0].islower() and not last.bold
    if last.bold != line.bold and (
        without_call(last.text).endswith(ENDS) or not line.text[0].islower()
    ):
        return False
    if _goes_on_inside(group, line, width):
        return True
    if without_call(last.text).endswith(ENDS):
        return _may_go_on_after_stop(group, line, width)
    if (
        _is_set_in(last, line, width)
        or _is_indented_like(group, line)
        or _is_below_a_heading(group, line, width)
    ):
        return False
    if not line.text[0].isupper() or _OPEN_ENDED.search(last.text):
        return True
    if _LABELLED.match(group[0].text) and _PERIOD.match(line.text):
        return False
    return width.is_full(last) or last.is_capitals


def _goes_on_inside(group: list[Line], line: Line, width: Width) -> bool:
    """ "… có mặt:" and "38 đồng chí." below it: what stands at the margin, below a first line that is set in,
    goes on, whatever sign the margin cut it behind."""
    last = group[-1]
    if not without_call(last.text).endswith((":", ";")) or not width.is_full(last):
        return False
    if last.text.endswith(":") and line.text[0].islower():
        return True
    is_at_the_margin = group[0].indent >= line.indent + _FIRST_LINE_INDENT
    return is_at_the_margin and (line.text[0].islower() or line.text[0].isdigit())


def _may_go_on_after_stop(group: list[Line], line: Line, width: Width) -> bool:
    """A sentence that ends at the margin does not end the paragraph where blank lines part them, or
    where only the first line of each is indented."""
    last = group[-1]
    # a label ("Thời gian: …") and the last sentence ("Nghị quyết này phổ biến …") begin anew
    if _LABELLED.match(line.text) or CLOSING_SENTENCE.match(line.text):
        return False
    printed = len(last.text) <= _WIDEST_PRINTED_LINE
    parted = width.parted_by_blanks or group[0].indent >= line.indent + _FIRST_LINE_INDENT
    return (
        parted
        and printed
        and width.is_full(last)
        and not without_call(last.text).endswith((":", "./."))
    )


def _is_below_a_heading(group: list[Line], line: Line, width: Width) -> bool:
    """ "3. Biểu quyết" and "100% đảng viên …" below it: a short line with a mark, then a figure."""
    last = group[-1]
    is_alone = len(group) == 1 and marker_of(last.text) is not None and not width.is_full(last)
    return is_alone and line.text[0].isdigit() and not _OPEN_ENDED.search(last.text)


def _is_set_in(last: Line, line: Line, width: Width) -> bool:
    """Where second lines begin at the margin, a capital letter set in begins a paragraph."""
    if width.margin is None or last.is_capitals or _OPEN_ENDED.search(last.text.rstrip(",")):
        return False
    return line.indent >= width.margin + _FIRST_LINE_INDENT and line.text[0].isupper()


def _is_indented_like(group: list[Line], line: Line) -> bool:
    """A line that begins as far in as the first line of the paragraph above begins the next one."""
    first, last = group[0], group[-1]
    is_in = first.indent >= last.indent + _FIRST_LINE_INDENT
    return is_in and first.indent == line.indent and line.text[0].isupper()


def _block(group: list[Line]) -> Block:
    if group[0].cells:
        return _rows(group)
    text = in_one(line.text for line in group)
    return Block(
        text=text,
        bold=all(line.bold for line in group),
        italic=all(line.italic for line in group),
        lead=_lead(group),
        capitals=all(line.is_capitals for line in group),
        marker=marker_of(text),
        lines=tuple(group),
    )


def _rows(group: list[Line]) -> Block:
    rows = tuple(line.cells for line in group if line.cells)
    merged = tuple(line.merged for line in group if line.cells)
    breaks = tuple(i for i, line in enumerate(group) if i and line.blank_before)
    text = "\n".join(line.text for line in group)
    return Block(text=text, rows=rows, merged=merged, breaks=breaks, lines=tuple(group))


def _lead(group: list[Line]) -> int:
    """Emphasis from the beginning, over as many lines as it lasts."""
    total = 0
    for number, line in enumerate(group):
        wholly = line.italic or line.bold
        covered = len(line.text) if wholly else line.lead
        if not covered:
            break
        total += covered + (1 if number else 0)
        if not wholly:
            break
    return total
