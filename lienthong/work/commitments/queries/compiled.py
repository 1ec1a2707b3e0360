"""What a level reports upwards: the figures of its board, and the words of its subordinates with their origin.

The report is printed, so its words are Vietnamese; `records.documents` signs and sends it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import number_format

from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.text.public import nfc, one_line
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document, documents_seen_by
from lienthong.records.documents.public import State as DocumentState

from ..models import CompiledReport, Period, State, TaskReport
from .board import Figures, behind, board_of, moment_of, summed
from .corrections import counted, is_reopened, newest
from .periods import lines_seen_by

Node = dict[str, Any]
ROMAN = ("I.", "II.", "III.", "IV.", "V.")
NOT_SAID = (TaskReport.State.OPEN, TaskReport.State.RETURNED)
# The heads of C3 and C4 as they are printed (rules §6).
C3 = (
    "TT", "Đơn vị", "Tổng số", "Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Đang thực hiện trong hạn",
    "Đang thực hiện quá hạn", "Chưa thực hiện trong hạn", "Chưa thực hiện quá hạn", "Tỷ lệ hoàn thành %",
    "Tỷ lệ đúng hạn %", "Tỷ lệ quá hạn %",
)  # fmt: skip
C4 = ("TT", "Đơn vị", "Nhiệm vụ", "Thời hạn", "Số ngày chậm", "Nguyên nhân", "Số lần đôn đốc")


@dataclass(frozen=True)
class Report:
    """One report before it is a document."""

    period: Period
    day: dt.date
    as_of: dt.datetime
    rows: Sequence[Figures]
    lines: Sequence[TaskReport]
    late: Sequence[Any]
    # The signed report of a lead for the same period, where it has one.
    signed: dict[int, Document]

    @property
    def is_told(self) -> bool:
        return any(one.state not in NOT_SAID for one in self.lines)

    @property
    def subject(self) -> str:
        return f"Kết quả thực hiện nhiệm vụ {lower_first(self.period.name)}"

    def body(self) -> list[Node]:
        """The clauses of the document: figures, results, difficulties, requests, what comes; late tasks behind."""
        parts = [
            ("Tình hình chung", self._figures()),
            ("Kết quả thực hiện nhiệm vụ", self._results()),
            ("Khó khăn, vướng mắc và nguyên nhân", self._words(lambda one: one.difficulties)),
            ("Đề xuất, kiến nghị", self._words(lambda one: one.requests)),
            ("Nhiệm vụ kỳ tới", self._words(lambda one: one.coming)),
        ]
        said = [(heading, nodes) for heading, nodes in parts if nodes]
        sections = [
            _node("section", marker, heading=heading, children=nodes)
            for marker, (heading, nodes) in zip(ROMAN, said, strict=False)
        ]
        return [_node("paragraph", text=self._opening()), *sections, *self._appendix()]

    def _opening(self) -> str:
        moment = timezone.localtime(self.as_of)
        return (
            f"Thực hiện chế độ báo cáo {lower_first(self.period.name)}, {self.period.unit} tổng hợp kết quả thực "
            f"hiện nhiệm vụ đến {moment:%H:%M} ngày {moment:%d/%m/%Y} như sau:"
        )

    def _figures(self) -> list[Node]:
        whole = summed(list(self.rows))
        words = (
            f"Tổng số {whole.total} nhiệm vụ giao cho {len(self.rows)} tổ chức: hoàn thành {whole.finished} "
            f"({_rate(whole.rate_done)}), trong đó đúng hạn {whole.done}; đang thực hiện "
            f"{whole.under_way + whole.under_way_late}; chưa thực hiện {whole.not_begun + whole.not_begun_late}; "
            f"quá hạn {whole.late} ({_rate(whole.rate_late)})."
        )
        rows = [_figures_row(str(n), one.name, one) for n, one in enumerate(self.rows, start=1)]
        return [
            _node("paragraph", text=words),
            table(C3, [*rows, _figures_row("", "Tổng cộng", whole)]),
        ]

    def _results(self) -> list[Node]:
        """One clause for each organisation, one dash a task; who has said nothing stands last, by name."""
        nodes: list[Node] = []
        for lead, lines in _by_lead(one for one in self.lines if one.state not in NOT_SAID):
            signed = self.signed.get(lead.pk)
            heading = f"{lead}{f' ({_named(signed)})' if signed else ''}"
            children = [_node("dash", "-", text=_result(one)) for one in lines]
            nodes.append(_node("clause", f"{len(nodes) + 1}.", heading=heading, children=children))
        silent = [one for one in self.lines if one.state in NOT_SAID]
        if silent:
            children = [
                _node(
                    "dash",
                    "-",
                    text=f"{one.task.lead}: {_flat(one.task.content)} ({one.task.code}).",
                )
                for one in silent
            ]
            nodes.append(
                _node("clause", f"{len(nodes) + 1}.", heading="Chưa báo cáo", children=children)
            )
        return nodes

    def _words(self, part: Callable[[TaskReport], str]) -> list[Node]:
        """What those below wrote, each with who and which task it comes from."""
        told = [(one, _flat(part(counted(one)))) for one in self.lines if one.state not in NOT_SAID]
        return [
            _node("dash", "-", text=f"{one.task.lead}: {_ended(words)} ({_origin(one)})")
            for one, words in told
            if words
        ]

    def _appendix(self) -> list[Node]:
        if not self.late:
            return []
        rows = [
            [
                str(number),
                str(one.lead),
                _flat(one.task.content),
                f"{one.due_on:%d/%m/%Y}",
                str((self.day - one.due_on).days),
                _flat(one.cause or ""),
                str(one.urged),
            ]
            for number, one in enumerate(self.late, start=1)
        ]
        heading = "Danh sách nhiệm vụ quá hạn"
        return [_node("appendix", "Phụ lục", heading=heading, children=[table(C4, rows)])]


def report_of(period: Period, actor: Actor) -> Report:
    """What a period comes to now; figures are of its last day, or of this moment before that (T-55)."""
    now = timezone.now()
    day = min(period.ends_on, timezone.localdate(now))
    as_of = moment_of(day)
    lines = list(_lines(period, actor))
    return Report(
        period=period,
        day=day,
        as_of=as_of,
        rows=board_of(period.unit, day, as_of),
        lines=lines,
        late=list(behind(period.unit, day, lead_id=None, figure="late", at=as_of)),
        signed=_signed(period, {one.task.lead_id for one in lines}, actor),
    )


def _lines(period: Period, actor: Actor) -> QuerySet[TaskReport]:
    corrections = Prefetch("corrections", TaskReport.objects.order_by("-correction"))
    lines = lines_seen_by(actor).filter(period=period, corrects=None)
    standing = lines.exclude(task__state=State.CANCELLED).prefetch_related(corrections)
    return standing.order_by("task__lead__path", "pk")


def _signed(period: Period, lead_ids: Iterable[int | None], actor: Actor) -> dict[int, Document]:
    found = CompiledReport.objects.filter(
        period__unit__in=[one for one in lead_ids if one],
        period__rhythm=period.rhythm,
        period__ends_on=period.ends_on,
        document__state=DocumentState.ISSUED,
        document__in=documents_seen_by(actor),
    ).select_related("document__type", "period")
    return {one.period.unit_id: one.document for one in found}


def compiled_of(period: Period) -> CompiledReport | None:
    """The report that a period was compiled into, unless it was cancelled."""
    found = period.compiled.exclude(document__state=DocumentState.CANCELLED)
    return found.select_related("document__type", "document__issuer").last()


def _by_lead(lines: Iterable[TaskReport]) -> list[tuple[Unit, list[TaskReport]]]:
    found: dict[int, tuple[Unit, list[TaskReport]]] = {}
    for one in lines:
        if one.task.lead is not None:
            found.setdefault(one.task.lead.pk, (one.task.lead, []))[1].append(one)
    return list(found.values())


def _result(line: TaskReport) -> str:
    said = counted(line)
    content = _flat(line.task.content).rstrip(".")
    if said.nothing_arisen:
        return f"{content}: không phát sinh ({_origin(line)})."
    percent = f"; tiến độ {said.percent} %" if said.percent is not None else ""
    return f"{content}: {_flat(said.result).rstrip('.')}{percent} ({_origin(line)})."


def _origin(line: TaskReport) -> str:
    """Task and day of sending, by which the line is found again: "nhiệm vụ 3, gửi ngày 28/11/2026, đính chính lần 1"."""
    said = counted(line)
    sent = f", gửi ngày {timezone.localdate(said.sent_at):%d/%m/%Y}" if said.sent_at else ""
    corrected = f", đính chính lần {said.correction}" if said.correction else ""
    waits = f", đính chính lần {newest(line).correction} chờ duyệt" if is_reopened(line) else ""
    return f"nhiệm vụ {line.task.code}{sent}{corrected}{waits}"


def _named(document: Document) -> str:
    day = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return f"{document.type.name} số {document.notation}{day}"


def _figures_row(number: str, name: str, one: Figures) -> list[str]:
    figures = (
        one.total, one.done, one.done_late, one.under_way, one.under_way_late, one.not_begun, one.not_begun_late,
    )  # fmt: skip
    rates = (one.rate_done, one.rate_in_time, one.rate_late)
    return [number, name, *(str(figure) for figure in figures), *(_share(rate) for rate in rates)]


def _share(rate: Decimal | None) -> str:
    return "–" if rate is None else str(number_format(rate, 1, use_l10n=False)).replace(".", ",")


def _rate(rate: Decimal | None) -> str:
    return "–" if rate is None else f"{_share(rate)} %"


def lower_first(name: str) -> str:
    """ "Tháng 11/2026" inside a sentence."""
    return name[:1].lower() + name[1:]


def _flat(words: str) -> str:
    return nfc(one_line(words))


def _ended(words: str) -> str:
    return words if words.endswith((".", ";", "!", "?")) else f"{words}."


def _node(
    kind: str,
    marker: str | None = None,
    *,
    heading: str | None = None,
    text: str = "",
    children: Sequence[Node] = (),
) -> Node:
    return {
        "kind": kind,
        "marker": marker,
        "heading": heading,
        "text": text,
        "children": list(children),
    }


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Node:
    group = {"marker": None, "heading": None, "rows": [{"cells": list(cells)} for cells in rows]}
    return _node("table") | {"columns": list(columns), "groups": [group]}
