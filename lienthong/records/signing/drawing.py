"""Small drawings set by typst: signature stamps, the seal, and the letters of number and date."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import typst

PROJECT = Path(__file__).resolve().parents[3]
DEFAULT_FONTS = PROJECT / "node_modules/@expo-google-fonts/tinos"
SOURCES = Path(__file__).parent / "typst"
FIXED_TIMESTAMP = 1_767_225_600
VIETNAM = timezone(timedelta(hours=7))

_one_at_a_time = threading.Lock()


class FontsMissing(RuntimeError):
    """The official typeface is not installed."""


@dataclass(frozen=True)
class Stamp:
    """What a signature shows on the page."""

    kind: str
    name: str
    time: str
    width: float
    height: float
    organisation: str = ""
    trial: bool = True


def shown_time(moment: datetime) -> str:
    """A moment as it stands on a stamp: Vietnamese local time, offset written out."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00")


def draw_stamp(stamp: Stamp, fonts: Path | None = None) -> bytes:
    """A stamp as a one-page PDF/A."""
    return _drawn("stamp.typ", {"stamp": json.dumps(asdict(stamp), ensure_ascii=False)}, fonts)


def draw_letters(upright: str, italic: str, fonts: Path | None = None) -> bytes:
    """A sheet whose two embedded faces hold the given letters."""
    return _drawn("glyphs.typ", {"upright": upright, "italic": italic}, fonts)


def _drawn(source: str, inputs: dict[str, str], fonts: Path | None) -> bytes:
    compiler = _compiler(source, fonts or DEFAULT_FONTS)
    with _one_at_a_time:
        drawn = compiler.compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-2b"],
            timestamp=FIXED_TIMESTAMP,
            pdf_tags=False,
        )
    assert isinstance(drawn, bytes)
    return drawn


@lru_cache(maxsize=8)
def _compiler(source: str, fonts: Path) -> typst.Compiler:
    if not any(fonts.rglob("*.ttf")):
        raise FontsMissing(f"The official typeface Tinos is not in {fonts}; run npm ci.")
    return typst.Compiler(
        input=SOURCES / source, root=SOURCES, font_paths=[fonts], ignore_system_fonts=True
    )
