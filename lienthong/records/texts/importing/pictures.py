"""Pictures in a file of words: what stands in them nobody can read here."""

from collections.abc import Iterable
from pathlib import PurePath

_PICTURES = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".jfif",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".emf",
        ".wmf",
        ".emz",
        ".wmz",
        ".svg",
    ]
)
_OF_THE_FILE = "thumbnail"  # the picture of the file itself, for lists


def holds_pictures(parts: Iterable[str]) -> bool:
    """Whether one of these parts of a package is a picture that its pages show."""
    names = (PurePath(part.lower()) for part in parts)
    return any(name.suffix in _PICTURES and name.stem != _OF_THE_FILE for name in names)
