"""Reading a form nobody has vouched for: in a child without keys, with little memory and time."""

from __future__ import annotations

from typing import Final, NamedTuple

# Not through the door: it opens on the tables too, and the signer has neither tables nor settings.
from lienthong.kernel.files.bounded import run_bounded
from lienthong.kernel.files.refusals import FileRefused
from lienthong.records.signing.letters import Letters
from lienthong.records.signing.printed import Printed
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.wire import READING_SECONDS

LARGEST_FORM: Final = 16 * 1024 * 1024
_MEGABYTES: Final = 512
_READER: Final = "lienthong.records.signing.checking.form_read"


class Read(NamedTuple):
    """What a form says of itself: its title, and its type, issuer and signer as they are printed."""

    title: str
    type_line: str
    printed: Printed


def read_form(form: bytes, kind: str, letters: Letters) -> Read:
    """What a form says, once the child has found it to be exactly a form of its kind."""
    if len(form) > LARGEST_FORM:
        raise Refused(_("The file is larger than any document this system issues."))
    try:
        found = run_bounded(
            _READER, form, seconds=READING_SECONDS, megabytes=_MEGABYTES, kind=kind, letters=letters
        )
    except FileRefused as refused:
        raise Refused(refused.message, **refused.facts) from None
    if "refused" in found:
        raise Refused(str(found["refused"]), **found["facts"])
    head, above, name = (tuple(map(str, found[part])) for part in ("head", "title_lines", "name"))
    return Read(str(found["title"]), str(found["type_line"]), Printed(head, above, name))
