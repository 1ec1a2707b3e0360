"""The stamp of arrival (dấu đến) on a copy of the first page; the original is never touched."""

import tempfile
from itertools import accumulate, product
from pathlib import Path

import typst

from lienthong.kernel.files.public import StoredFile, draw_scan
from lienthong.records.texts.public import OFFICIAL_FONTS

from ..models import Assignment, IncomingDocument

TEMPLATE = Path(__file__).parents[1] / "typst" / "stamp.typ"
WIDTH = 1654  # 200 points an inch
SHEET, STAMP, EDGE = (210, 297), (54, 32), 6  # in millimetres
UNDER_THE_NUMBER, NEAR = (20, 46), 3
INK = 25  # so many shades darker than the paper is ink
DOTS = "…" * 12
# Printed, so in Vietnamese whatever the reader's language.
NOTE = "Bản sao trang đầu có dấu đến. Bản gốc lưu trên hệ thống, không thay đổi."


def stamped_copy(entry: IncomingDocument, file: StoredFile, turned: int = 0) -> bytes | None:
    """The first page with office, number and day of arrival, as a PDF to print; None without a page."""
    data = file.read()
    page = draw_scan(data, file.media_type, 1, width=WIDTH, turned=turned)
    if page is None or entry.number is None:
        return None
    sheet = draw_scan(data, file.media_type, 1, width=SHEET[0], turned=turned, grey=True)
    left, top = place_for_the_stamp(sheet)
    said = {
        "left": str(left),
        "top": str(top),
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


def place_for_the_stamp(page: bytes | None) -> tuple[int, int]:
    """The blank place nearest to that under the number, in millimetres; where there is none, there.

    The page is drawn in shades of grey, a point for each millimetre.
    """
    dark = _dark_above(page) if page else []
    width, height = STAMP
    across = range(EDGE, SHEET[0] - EDGE - width, NEAR)
    down = range(EDGE, len(dark) - 1 - EDGE - height, NEAR)
    blank = [
        (left, top)
        for left, top in product(across, down)
        if not dark[top + height][left + width]
        - dark[top][left + width]
        - dark[top + height][left]
        + dark[top][left]
    ]
    x, y = UNDER_THE_NUMBER
    return min(blank, key=lambda at: abs(at[0] - x) + abs(at[1] - y), default=UNDER_THE_NUMBER)


def _dark_above(page: bytes) -> list[list[int]]:
    """How many dark points there are above and left of each point of a PGM picture."""
    header, pixels = page.split(b"\n", 1)
    width = int(header.split()[1])
    paper = sorted(pixels[::97] or b"\xff")[-max(len(pixels[::97]) // 4, 1)]
    sums = [[0] * (SHEET[0] + 1)]
    for at in range(0, len(pixels) - width + 1, width):
        row = pixels[at : at + width][: SHEET[0]].ljust(SHEET[0], b"\xff")
        here = accumulate((shade < paper - INK for shade in row), initial=0)
        sums.append([above + left for above, left in zip(sums[-1], here, strict=True)])
    return sums


def _given_to(entry: IncomingDocument) -> str:
    """The body that leads, once a leader has directed."""
    lead = Assignment.objects.filter(
        direction__incoming=entry, direction__is_current=True, part=Assignment.Part.LEAD
    )
    first = lead.select_related("unit").first()
    return str(first.unit) if first else ""
