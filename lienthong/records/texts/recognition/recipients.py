"""Where a document goes: "Nơi nhận", with what each is to do with it, and "Kính gửi"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.text.public import fold
from lienthong.records.texts.recognition import names
from lienthong.records.texts.recognition.lines import Line
from lienthong.records.texts.recognition.persons import begins_with_title
from lienthong.records.texts.recognition.vocabulary import PURPOSES
from lienthong.records.texts.recognition.wrapping import in_one

_LABEL = re.compile(r"^n[ơo]i\s+nh[âaậạăặ]n\s*[:.;]?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"^kính\s+(?:(?:gửi|trình)\s*[:.]?|mời\s*:)\s*", re.IGNORECASE)
_SUBMITTED = re.compile(r"kinh\s+trinh\b")
_INVITED = re.compile(r"kinh\s+moi\b")
# "BAN THƯỜNG VỤ TỈNH ỦY điện:" stands in a telegram where a letter has "Kính gửi".
_TELEGRAPHED = re.compile(r"^(?P<words>[^:;.]{4,190}?\s+điện)\s*:\s*", re.IGNORECASE)
# The grounds of a document stand below whom it is written to, with dashes too.
_GROUND = re.compile(r"^[-–]\s*(?:Căn cứ|Xét|Theo|Thực hiện|Thi hành|Trên cơ sở)\b")
_DASH = re.compile(r"^[-–—−•*+·]\s*")
_NUMBERED = re.compile(r"^\d{1,2}\s?[.)/]\s+(?=\D)")
_BRACE = re.compile(r"\s*[}⎫⎬⎭\]│┃┐┘┤]+\s*")
_IN_BRACKETS = re.compile(r"\s*\((?P<purpose>[^()]{2,80})\)\s*[,.;]*\s*$")
_AFTER_COMMA = re.compile(
    r"[,;:\s]\s*(?P<purpose>để\s+(?:b/c|báo cáo|biết|b|t/h|thực hiện|p/h|phối hợp|theo dõi)\b.*)$",
    re.IGNORECASE,
)
_BARE_PURPOSE = re.compile(r"^\(?\s*để\b.{1,60}$", re.IGNORECASE)
_FILE_COPY = re.compile(r"^l[uư]u\b", re.IGNORECASE)
_AS_ADDRESSED = re.compile(r"^(?:nhu (?:tren|kinh gui|dieu \d+)|nhu noi nhan)")
_END = ",.;: "
_LONGEST_LIST, _LONGEST_NAME = 1_000, 400
_LONGEST_REST = 80
_SET_IN = 6
_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_AT_SEMICOLONS = re.compile(rf";\s+(?=\S){_OUTSIDE_BRACKETS}")
_AT_COMMAS = re.compile(rf"[,;]\s+(?=\S){_OUTSIDE_BRACKETS}")
_BEFORE_FILE_COPY = re.compile(rf"[,.]\s+(?=[Ll][uư]u\b){_OUTSIDE_BRACKETS}")


def is_recipient_label(line: Line) -> bool:
    found = None if line.cells else _LABEL.match(line.text)
    if not found or len(line.text) > _LONGEST_LIST:
        return False
    return len(line.text) <= 120 or found[0].rstrip().endswith((":", ";"))


def is_addressee_label(line: Line) -> bool:
    return bool(_ADDRESSED.match(line.text))


def is_label_of_telegram(line: Line) -> bool:
    """A body or the holder of an office, "điện" and a colon; only a telegram has such a line."""
    names_sender = names.is_organisation(line.text) or begins_with_title(line.folded)
    return bool(not line.cells and names_sender and _TELEGRAPHED.match(line.text))


def purpose_code(written: str | None) -> str | None:
    """What a recipient is to do with the document: carry out, report, know, coordinate."""
    folded = fold(written or "").strip(" ()")
    return next((code for code, pattern in PURPOSES if pattern.match(folded)), None)


@dataclass
class Recipient:
    name: str
    written_purpose: str | None = None
    braced: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "purpose": purpose_code(self.written_purpose),
            "purpose_text": self.written_purpose,
            "as_addressed": bool(_AS_ADDRESSED.match(fold(self.name))),
        }


@dataclass
class RecipientList:
    """The list under "Nơi nhận", filled line by line."""

    recipients: list[Recipient] = field(default_factory=list)
    file_copies: list[str] = field(default_factory=list)
    is_open: bool = False
    may_continue: bool = False
    item_ended: bool = False
    # Whether an item before the last one ended with a comma or the like.
    has_ended_items: bool = False
    has_dashes: bool = False
    last_text: str = ""
    # Purposes beside braces that stand on lines of their own, after how many recipients each.
    braces: list[tuple[int, str]] = field(default_factory=list)

    def interrupt(self) -> None:
        """A line of the signing came between."""
        self.may_continue = False

    def takes_name(self, line: Line) -> bool:
        """Whether a line that looks like a person's name is the rest of a recipient."""
        return self.may_continue and not line.blank_before and not self.item_ended

    def take(self, line: Line) -> bool:
        """Take a line of the list; False when the line is none of it."""
        if is_recipient_label(line):
            self.is_open = True
            rest = _LABEL.sub("", line.text).strip()
            for item in _in_one_line(rest):
                self._take_item(item)
            return True
        if not self.is_open:
            return False
        is_numbered = bool(_NUMBERED.match(line.text))
        if is_numbered and self.has_dashes:  # a clause of another page
            return False
        if is_numbered or _DASH.match(line.text) or _FILE_COPY.match(line.text):
            self.has_dashes = self.has_dashes or bool(_DASH.match(line.text))
            return self._take_item(line.text)
        return self._take_rest(line)

    def _take_item(self, text: str) -> bool:
        for piece in re.split(r"(?<=[;,.])\s+[-–](?=\s*\S)", text):
            item = _NUMBERED.sub("", _DASH.sub("", piece)).strip()
            if _FILE_COPY.match(item):
                self.file_copies.append(item.strip(_END))
            elif item:
                self.recipients.append(_recipient(item))
        self.may_continue = True
        self.has_ended_items = self.has_ended_items or self.item_ended
        self.last_text = text.rstrip()
        self.item_ended = self.last_text.endswith((",", ".", ";"))
        return True

    def _take_rest(self, line: Line) -> bool:
        """A purpose standing beside a brace, or the rest of a line that was wrapped."""
        text = line.text
        if self.recipients and (_BRACE.match(text) or _BARE_PURPOSE.match(text)):
            self._take_purpose(text)
            return True
        if self._is_rest_after_comma(line):
            self.item_ended = text.rstrip().endswith((",", ".", ";"))
            self._join_to_last(text, ",")
            return True
        if self.item_ended or not (self.recipients or self.file_copies):
            if not self._may_be_an_item(text):
                return False
            if (not line.blank_before or not self.recipients) and len(text) <= 120:
                return self._take_item(text)
        if line.blank_before and not text[0].islower():
            return False
        return self._take_wrapped(text)

    def _take_wrapped(self, text: str) -> bool:
        if not self.may_continue or self._is_endless():
            return False
        self.item_ended = text.rstrip().endswith((",", ".", ";"))
        if self.file_copies and not self.recipients:
            self.file_copies[-1] += " " + text.strip(_END)
        elif self.recipients:
            self._join_to_last(text)
        return True

    def _may_be_an_item(self, text: str) -> bool:
        """A line without a dash is an item where no item has one, none is filed yet, and it is no lead-in."""
        return not (self.has_dashes or self.file_copies or text.endswith(":"))

    def _is_rest_after_comma(self, line: Line) -> bool:
        """ "- Đ/c Lò Thị Mẫu – UVTV," and "Trưởng Ban Tổ chức (phụ trách xã)," below it: where each item has
        its dash, a line without one goes on, also after a comma."""
        has_comma = self.has_dashes and self.recipients and self.last_text.endswith(",")
        return bool(has_comma and not self.file_copies and not line.blank_before) and (
            self.may_continue and len(line.text) <= _LONGEST_REST and not self._is_endless()
        )

    def _take_purpose(self, text: str) -> None:
        written = _BRACE.sub(" ", text).strip(" (),.;")
        if text.startswith("(") and self.has_ended_items and not self.item_ended:
            # The end of the last item, wrapped: "- Ban Tổ chức Trung ương" over "(để báo cáo),".
            self.recipients[-1].written_purpose = written or None
            self.item_ended = text.rstrip().endswith((",", ".", ";"))
            return
        if _BRACE.match(text):
            self.braces.append((len(self.recipients), written))
        self._give_purpose(written)

    @property
    def open_purposes(self) -> list[str]:
        """Two braces after the same recipients: whose purpose each is cannot be told."""
        after = [count for count, _written in self.braces]
        return [written for count, written in self.braces if after.count(count) > 1]

    def _is_endless(self) -> bool:
        last = self.recipients[-1].name if self.recipients else "".join(self.file_copies[-1:])
        return len(last) > _LONGEST_NAME

    def _join_to_last(self, text: str, comma: str = "") -> None:
        last = self.recipients[-1]
        joined = _recipient(in_one((f"{last.name}{comma}", text)))
        self.recipients[-1] = Recipient(
            joined.name,
            joined.written_purpose or last.written_purpose,
            last.braced or joined.braced,
        )

    def _give_purpose(self, written: str) -> None:
        """A purpose written once for several recipients goes to each that has none yet."""
        braced = any(r.braced for r in self.recipients)
        for recipient in reversed(self.recipients):
            if recipient.written_purpose or (braced and not recipient.braced):
                break
            recipient.written_purpose = written or None

    def as_json(self) -> list[dict[str, Any]] | None:
        open_purposes = self.open_purposes
        for recipient in self.recipients:
            if recipient.written_purpose in open_purposes and not recipient.braced:
                recipient.written_purpose = None
        _share_beside_braces(self.recipients)
        return [recipient.as_json() for recipient in self.recipients] or None


def _in_one_line(text: str) -> list[str]:
    """ "Nơi nhận: Như trên; Thường trực (để b/c); Lưu VP": the items of a list without dashes."""
    if _DASH.match(text):
        return [text]
    if _AT_SEMICOLONS.search(text):
        items = [
            part for item in _AT_SEMICOLONS.split(text) for part in _BEFORE_FILE_COPY.split(item)
        ]
    else:
        items = (_AT_COMMAS if _BEFORE_FILE_COPY.search(text) else _AT_SEMICOLONS).split(text)
    return [item for item in items if item.strip()]


def _share_beside_braces(recipients: list[Recipient]) -> None:
    """What stands once beside a brace holds for every recipient the brace takes in."""
    run: list[Recipient] = []
    for recipient in [*recipients, Recipient("")]:
        if recipient.braced:
            run.append(recipient)
            continue
        _share_in_run(run)
        run = []
    _share_one_brace(recipients)


def _share_one_brace(recipients: list[Recipient]) -> None:
    """A brace drawn on one line only holds for those above it, up to the one before that."""
    if any(r.written_purpose and not r.braced for r in recipients):
        return
    if not recipients or recipients[0].braced or _has_neighbours(recipients):
        return
    written = None
    for recipient in reversed(recipients):
        written = recipient.written_purpose if recipient.braced else written
        recipient.written_purpose = written


def _has_neighbours(recipients: list[Recipient]) -> bool:
    return any(
        one.braced and other.braced for one, other in zip(recipients, recipients[1:], strict=False)
    )


def _share_in_run(run: list[Recipient]) -> None:
    written = {at: r.written_purpose for at, r in enumerate(run) if r.written_purpose}
    at_the_end = bool(written) and max(written) == len(run) - 1
    for at, recipient in enumerate(run):
        later = [place for place in written if place >= at]
        if at_the_end:
            recipient.written_purpose = written[later[0]]
        elif written:
            recipient.written_purpose = written[min(written, key=lambda place: abs(place - at))]


def _recipient(item: str) -> Recipient:
    text, braced = item, bool(_BRACE.search(item))
    written = None
    if braced:
        text, _, beside = _BRACE.sub("\x00", item).partition("\x00")
        written = beside.strip(" (),.;\x00") or None
    found = _IN_BRACKETS.search(text)
    if found and (purpose_code(found["purpose"]) or fold(found["purpose"]).startswith("de ")):
        text, written = text[: found.start()], found["purpose"].strip()
    elif found := _AFTER_COMMA.search(text):
        text, written = text[: found.start()], found["purpose"].strip(_END)
    return Recipient(names.repaired(text.strip(_END + "\x00")), written, braced)


def address_word(line: Line) -> str:
    """ "Kính gửi", "Kính trình" or "Kính mời", whichever the document says; of a telegram who sends it."""
    if not is_addressee_label(line) and (sent := _TELEGRAPHED.match(line.text)):
        return sent["words"]
    if _INVITED.match(line.folded):
        return "Kính mời"
    return "Kính trình" if _SUBMITTED.match(line.folded) else "Kính gửi"


def read_addressees(lines: Sequence[Line], at: int) -> tuple[list[str], int]:
    """The list after "Kính gửi" or "… điện:", and the first line after it."""
    label = _ADDRESSED if is_addressee_label(lines[at]) else _TELEGRAPHED
    first = label.sub("", lines[at].text).strip()
    found = [_bare(first)] if first else []
    end = at + 1
    while end < len(lines) and (
        _is_addressee(lines[end], found, first, lines[end - 1]) or _is_in_list(lines, end)
    ):
        line = lines[end]
        if _DASH.match(line.text) or not found or _is_next_body(line, lines[end - 1]):
            found.append(_bare(line.text))
        else:
            comma = "," if lines[end - 1].text.endswith(",") else ""
            found[-1] = in_one((f"{found[-1]}{comma}", line.text.strip(_END)))
            if len(found[-1]) > _LONGEST_LIST:
                break
        end += 1
    return [name for name in found if name], end


def _is_in_list(lines: Sequence[Line], at: int) -> bool:
    """The rest of a wrapped item: the next item follows at once, and the list began with a dash."""
    line, below = lines[at], lines[at + 1 : at + 2]
    follows_item = any(_DASH.match(above.text) for above in lines[max(at - 2, 0) : at])
    return (
        follows_item
        and not line.blank_before
        and len(line.text) <= 80
        and not lines[at - 1].text.endswith((";", "."))
        and any(_DASH.match(other.text) and not other.blank_before for other in below)
    )


def _bare(text: str) -> str:
    return _DASH.sub("", text).strip(_END)


def _is_next_body(line: Line, previous: Line) -> bool:
    """ "Kính gửi: Đảng ủy A," and "Đảng ủy B." below it, set in: another body on a line of its own."""
    is_set_in = line.indent >= _SET_IN and previous.text.endswith((",", ";"))
    is_listed = is_set_in and not line.blank_before and len(line.text) <= _LONGEST_REST
    return is_listed and names.is_organisation(line.text) and line.text[:1].isupper()


def _is_addressee(line: Line, found: list[str], first: str, previous: Line) -> bool:
    if _GROUND.match(line.text):
        return False
    if found and _is_next_body(line, previous):
        return True
    if _DASH.match(line.text):
        listed = (
            bool(_DASH.match(first)) or not first or previous.text.rstrip().endswith((";", ","))
        )
        return listed and len(line.text) <= 160
    if not found:
        return len(line.text) <= 160
    ended = previous.text.rstrip().endswith((".", ";"))
    return (
        not line.blank_before
        and not ended
        and len(line.text) <= 80
        and len(previous.text) <= 90
        and line.text[0].islower()
    )
