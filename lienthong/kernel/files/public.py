"""The door of the room: keeping bytes, and looking at bytes nobody has vouched for."""

from lienthong.kernel.files.actions import store
from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.office import check_office_file
from lienthong.kernel.files.refusals import FileRefused
from lienthong.kernel.files.uploads import inspect_upload

__all__ = [
    "FileRefused",
    "StoredFile",
    "check_office_file",
    "inspect_upload",
    "run_bounded",
    "store",
]
