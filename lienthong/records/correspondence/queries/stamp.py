"""The stamp of arrival (dấu đến) on a copy of the first page; the original is never touched."""

import tempfile
from pathlib import Path

import typst

from lienthong.kernel.files.public import StoredFile, draw_scan
from lienthong.records.texts.public import OFFICIAL_FONTS

from ..models import Assignment, IncomingDocument

TEMPLATE = Path(__file__).parents[1] / "typst" / "stamp.typ"
WIDTH = 1654  # 200 points an inch
DOTS = "…" * 12
# Printed, so in Vietnamese whatever the reader's language.
NOTE = "Bản sao trang đầu có dấu đến. Bản gốc lưu trên hệ thống, không thay đổi."


def stamped_copy(entry: IncomingDocument, file: StoredFile, turned: int = 0) -> bytes | None:
    """The first page with office, number and day of arrival, as a PDF to print; None without a page."""
    page = draw_scan(file, 1, width=WIDTH, turned=turned)
    if page is None or entry.number is None:
        return None
    said = {
        "office": str(entry.unit),
        "number": str(entry.number.number),
        "day": f"{entry.arrived_on:%d/%m/%Y}",
        "given": _given_to(entry) or DOTS,
        "note": NOTE,
        "alt": f"{entry.notation} {entry.sender}",
    }
    with tempfile.TemporaryDirectory(prefix="lienthong-") as place:
        Path(place, "page.png").write_bytes(page)
        source = Path(place, "stamp.typ")
        source.write_text(TEMPLATE.read_text("utf-8"), "utf-8")
        made = typst.compile(str(source), sys_inputs=said, font_paths=[str(OFFICIAL_FONTS)])
    assert isinstance(made, bytes)
    return made


def _given_to(entry: IncomingDocument) -> str:
    """The body that leads, once a leader has directed."""
    lead = Assignment.objects.filter(
        direction__incoming=entry, direction__is_current=True, part=Assignment.Part.LEAD
    )
    first = lead.select_related("unit").first()
    return str(first.unit) if first else ""
