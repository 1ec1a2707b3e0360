"""Scans that people bring: what they are, and their pages as pictures."""

from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext_noop

from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.refusals import FileActs, FileRefused
from lienthong.kernel.files.uploads import EMPTY, LOOK_INSIDE, TOO_LARGE, refuse_hidden_signs

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
PICTURES = "lienthong.kernel.files.pictures"
SECONDS, MEGABYTES = 20, 1024
UNKNOWN = gettext_noop(
    "A scan is a .pdf, .jpg or .png file. Save it as one of these and try again."
)


@dataclass(frozen=True)
class Scanned:
    """What a scan is, after a look inside."""

    media_type: str
    pages: int


def inspect_scan(data: bytes, filename: str) -> Scanned:
    """Take a look inside a scan somebody brought; refuse, in a sentence, what may do harm."""
    refuse_hidden_signs(filename)
    media_type = MEDIA_TYPES.get(PurePath(filename).suffix.lower())
    if media_type is None:
        raise FileRefused(UNKNOWN)
    if not data:
        raise FileRefused(EMPTY)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(TOO_LARGE, megabytes=settings.UPLOAD_MAX_BYTES // 2**20)
    look = "count_pages" if media_type == "application/pdf" else "look_at_picture"
    if media_type == "application/pdf":
        found = run_bounded(f"{LOOK_INSIDE}.inspect_pdf", data, seconds=SECONDS, megabytes=512)
        if found:
            raise FileActs([FileRefused(message, **facts) for message, facts in found])
    pages = run_bounded(
        f"{PICTURES}.{look}", data, seconds=SECONDS, megabytes=MEGABYTES, media_type=media_type
    )
    return Scanned(media_type, pages)


@lru_cache(maxsize=48)
def scanned_page(sha256: str, number: int, width: int, turned: int = 0) -> bytes | None:
    """One page of a kept scan as PNG, turned clockwise; drawn where a hostile file does no harm."""
    file = StoredFile.objects.get(pk=sha256)
    return draw_scan(file.read(), file.media_type, number, width=width, turned=turned)


def draw_scan(
    data: bytes,
    media_type: str,
    number: int,
    *,
    width: int,
    turned: int = 0,
    grey: bool = False,
) -> bytes | None:
    """One page of a scan, kept or only brought, as a picture."""
    drawn = run_bounded(
        f"{PICTURES}.draw_page",
        data,
        seconds=SECONDS,
        megabytes=MEGABYTES,
        media_type=media_type,
        number=number,
        width=width,
        turned=turned,
        grey=grey,
    )
    return b64decode(drawn) if drawn else None
