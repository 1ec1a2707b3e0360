"""Scans as an office gets them: a letter of ours, set and drawn; no scanner is needed."""

import functools
import tempfile
from pathlib import Path

import typst

from lienthong.records.texts.typeface import OFFICIAL_FONTS

LETTER = """
#set page(width: 210mm, height: 297mm, margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(font: "Tinos", size: 14pt)
#show: body => rotate(%(turned)sdeg, body)
#grid(columns: (1fr, 1.2fr), align: center,
  [HUYỆN ỦY CŨ \\ *ĐẢNG ỦY XÃ HÒA BÌNH* \\ \\* \\ Số %(number)s-BC/ĐU],
  [*ĐẢNG CỘNG SẢN VIỆT NAM* \\ \\ _Hòa Bình, ngày 05 tháng 11 năm 2026_])
#v(8mm)
#align(center)[*BÁO CÁO* \\ *kết quả chăm sóc rừng ngập mặn quý III năm 2026* \\ \\-----]
%(mark)s

Thực hiện kế hoạch của cấp trên, Đảng ủy xã báo cáo kết quả như sau: các chi bộ đã trồng và chăm
sóc được hai trăm héc-ta rừng ven biển; đã tổ chức bốn đợt ra quân với sự tham gia của đông đảo
đảng viên và nhân dân; đã phân công đảng viên phụ trách từng khu vực và kiểm tra hằng tháng.

#v(10mm)
#align(right)[*T/M ĐẢNG ỦY* \\ BÍ THƯ \\ \\ \\ *Trần Văn Hòa*]
"""


@functools.cache
def a_letter(number: int = 12, mark: str = "", kind: str = "pdf", turned: int = 0) -> bytes:
    """A report of a commune outside the system, as a PDF with text or as a picture."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "letter.typ")
        source.write_text(LETTER % {"number": number, "mark": mark, "turned": turned})
        made = typst.compile(str(source), format=kind, ppi=200, font_paths=[str(OFFICIAL_FONTS)])
    assert isinstance(made, bytes)
    return made


def a_searchable_scan(mark: str = "") -> bytes:
    """As a scanner that recognises letters makes it: beneath the picture lies what it has recognised."""
    with tempfile.TemporaryDirectory() as place:
        Path(place, "page.png").write_bytes(a_letter(mark=mark, kind="png"))
        source = Path(place, "letter.typ")
        picture = '\n#set page(foreground: image("page.png", width: 100%))\n'
        source.write_text(picture + LETTER % {"number": 12, "mark": "", "turned": 0})
        made = typst.compile(str(source), format="pdf", font_paths=[str(OFFICIAL_FONTS)])
    assert isinstance(made, bytes)
    return made
