"""The door of the room: keeping bytes, and looking at bytes nobody has vouched for."""

from lienthong.kernel.database.public import secret_from
from lienthong.kernel.files.actions import store, sweep
from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.models import FileDamaged, StoredFile
from lienthong.kernel.files.refusals import FileRefused
from lienthong.kernel.files.uploads import Inspected, inspect_upload

__all__ = [
    "FileDamaged",
    "FileRefused",
    "Inspected",
    "StoredFile",
    "inspect_upload",
    "run_bounded",
    "secret_from",
    "store",
    "sweep",
]
