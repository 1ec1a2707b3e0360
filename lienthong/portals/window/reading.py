"""The document that is to be signed or sealed, as the signer holds it, and its pages as pictures."""

import base64
from functools import lru_cache

from lienthong.kernel.files.bounded import run_bounded
from lienthong.portals.window.signer import the_signer

CHILD = "lienthong.portals.window.pictures"
SECONDS, MEGABYTES = 20, 512
MOST_PICTURES, MOST_COUNTS = 48, 256


def file_of(handle: str) -> bytes:
    """The whole PDF."""
    return the_signer().file(handle)


@lru_cache(maxsize=MOST_COUNTS)
def pages_of(handle: str) -> int:
    """How many pages there are. A handle names the same bytes for ever."""
    pages: int = run_bounded(
        f"{CHILD}.pages_in", file_of(handle), seconds=SECONDS, megabytes=MEGABYTES
    )
    return pages


@lru_cache(maxsize=MOST_PICTURES)
def picture_of(handle: str, page: int) -> bytes:
    """One page as PNG, drawn in a child that may be killed."""
    drawn: str = run_bounded(
        f"{CHILD}.page_drawn", file_of(handle), seconds=SECONDS, megabytes=MEGABYTES, page=page
    )
    return base64.b64decode(drawn)
