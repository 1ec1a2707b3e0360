"""`script/verify FILE`: the verdict, and what the register of this installation says of a whole file."""

import logging
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import DatabaseError  # noqa: E402 -- the rooms need the settings first

from lienthong.portals.verification.queries import registered  # noqa: E402
from lienthong.records.signing.public import verify_command  # noqa: E402


def ask_register(data: bytes) -> str | None:
    """The number under which a file is registered here, empty for none, None if nobody answers."""
    try:
        document = registered(data)
    except DatabaseError:
        return None
    return document.notation if document else ""


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what libraries remark is nothing to whoever asks
    raise SystemExit(verify_command(ask_register=ask_register))
