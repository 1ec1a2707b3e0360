"""What must be true of every kept file, whatever died."""

import hashlib
from pathlib import Path

from django.conf import settings

from chaos.findings import LOST, Finding, Findings
from chaos.points import Dying

from ..models import StoredFile


def files() -> Findings:
    """Every row has its bytes, whole, and no half-written file is left."""
    for stored in StoredFile.objects.all():
        if not stored.path.exists():
            yield Finding(LOST, f"the bytes of {stored.sha256} are not there")
        elif hashlib.sha256(stored.path.read_bytes()).hexdigest() != stored.sha256:
            yield Finding(LOST, f"the bytes of {stored.sha256} are others")
    for path in Path(settings.FILES_ROOT).rglob(".*"):
        if path.is_file():
            yield Finding(LOST, f"half a file was left: {path.name}")


DYING = Dying(checks=(files,))
