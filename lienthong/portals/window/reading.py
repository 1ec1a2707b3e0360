"""The document that is to be signed or sealed, as the signer holds it, and its pages as pictures.

The signer says each time whether this browser is one in which it was opened.
"""

import base64
from dataclasses import dataclass, field
from functools import lru_cache

from lienthong.kernel.files.bounded import run_bounded
from lienthong.portals.window.signer import the_signer

CHILD = "lienthong.portals.window.pictures"
SECONDS, MEGABYTES = 20, 512
MOST_PICTURES, MOST_COUNTS = 48, 256


@dataclass(frozen=True)
class _Opened:
    """A handle names the same bytes for ever, in whichever browser it was opened."""

    handle: str
    browser: str = field(compare=False)


def file_of(handle: str, browser: str) -> bytes:
    """The whole PDF."""
    return the_signer().file(handle, browser=browser)


def pages_of(handle: str, browser: str) -> int:
    """How many pages there are."""
    the_signer().refuse_unless_opened(handle, browser=browser)
    return counted(_Opened(handle, browser))


def picture_of(handle: str, browser: str, page: int) -> bytes:
    """One page as PNG."""
    the_signer().refuse_unless_opened(handle, browser=browser)
    return drawn(_Opened(handle, browser), page)


def phone_picture_of(handle: str, browser: str, page: int) -> bytes:
    """The same page, set anew in lines as wide as a phone."""
    the_signer().refuse_unless_opened(handle, browser=browser)
    return drawn(_Opened(handle, browser), page, "page_for_a_phone")


@lru_cache(maxsize=MOST_COUNTS)
def counted(opened: _Opened) -> int:
    pages: int = run_bounded(
        f"{CHILD}.pages_in",
        file_of(opened.handle, opened.browser),
        seconds=SECONDS,
        megabytes=MEGABYTES,
    )
    return pages


@lru_cache(maxsize=MOST_PICTURES)
def drawn(opened: _Opened, page: int, how: str = "page_drawn") -> bytes:
    """Drawn in a child that may be killed."""
    picture: str = run_bounded(
        f"{CHILD}.{how}",
        file_of(opened.handle, opened.browser),
        seconds=SECONDS,
        megabytes=MEGABYTES,
        page=page,
    )
    return base64.b64decode(picture)
