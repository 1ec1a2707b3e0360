"""What an installation lacks of users and hosts that are apart (`manage.py check --deploy`; ops/README.md)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from lienthong.records.signing.public import the_signer, trust_folder

ROOT = 0


@register(deploy=True)
def the_signer_is_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The web must not run as the signer's user, who has the keys."""
    path = the_signer().socket_path
    try:
        signer = path.stat().st_uid
    except OSError:
        return [_warning(f"The signer does not listen at {path}, or not to this user.", 1)]
    if signer == os.getuid():
        words = "The signer runs as this same user: whoever takes over the web has all keys."
        return [_warning(words, 2)]
    opened = [place for place in _kept_by_the_signer() if _is_open(place)]
    return [_warning(f"The signer's {place} is open to this user.", 3) for place in opened[:1]]


def _kept_by_the_signer() -> Iterator[Path]:
    """The signer's places whose names are known here; its folder of keys lists them to nobody else."""
    keys = trust_folder().parent
    yield keys
    for name in ("signer.keys", "signer.state", "signer.journal", "signer.heads"):
        yield keys / name


def _is_open(place: Path) -> bool:
    return os.access(place, os.R_OK) or os.access(place, os.W_OK)


@register(deploy=True)
def the_code_is_roots(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The signer runs this code, so nobody who serves pages may change it."""
    if os.getuid() == ROOT:
        return [_warning("Run this check as the user of the web: root may change any code.", 4)]
    changeable = next((place for place in _code() if os.access(place, os.W_OK)), None)
    if changeable is None:
        return []
    words = f"This user may change {changeable}, which the signer runs."
    return [_warning(words, 5)]


@register(deploy=True)
def the_window_is_elsewhere(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No page of the web's host may ask for the passkeys of the window, or read its cookies."""
    web, window = urlsplit(settings.WEB), urlsplit(settings.WINDOW)
    found: list[CheckMessage] = []
    if window.scheme != "https":
        words = f"People give their PINs at {settings.WINDOW}: without HTTPS others read them."
        found.append(_warning(words, 6))
    if window.hostname == web.hostname:
        words = "The signing window is on the host of the pages: it needs a host name of its own."
        found.append(_warning(words, 7))
    return found


def _code() -> Iterator[Path]:
    """Folders and files of ours, the libraries, the typeface."""
    base = Path(settings.BASE_DIR)
    places = [*map(Path, sys.path), base / "lienthong", base / "config", settings.TYPST_FONTS]
    yield base
    for place in places:
        if place.is_dir() and place != base:
            yield place
            yield from (path for path in place.rglob("*") if not path.is_symlink())


def _warning(words: str, number: int) -> Warning:
    return Warning(words, hint="See ops/README.md.", id=f"config.W00{number}")
