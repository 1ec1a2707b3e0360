"""The door of the room: keeping bytes, and looking at bytes nobody has vouched for."""

from lienthong.kernel.files.acting import check_workbook
from lienthong.kernel.files.actions import put_away, store
from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.letters import Word, reads_letters, turn_of, words_on
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.opendocument import OpenDocument
from lienthong.kernel.files.packages import OTHER_KIND, STRICT_NAMES, Package
from lienthong.kernel.files.refusals import FileActs, FileRefused
from lienthong.kernel.files.scans import Scanned, draw_scan, inspect_scan, scanned_page
from lienthong.kernel.files.uploads import cleaned_copy, ending_of, inspect_upload

__all__ = [
    "OTHER_KIND",
    "FileActs",
    "FileRefused",
    "OpenDocument",
    "Package",
    "STRICT_NAMES",
    "Scanned",
    "StoredFile",
    "Word",
    "check_workbook",
    "cleaned_copy",
    "draw_scan",
    "ending_of",
    "inspect_scan",
    "inspect_upload",
    "reads_letters",
    "run_bounded",
    "scanned_page",
    "put_away",
    "store",
    "turn_of",
    "words_on",
]
