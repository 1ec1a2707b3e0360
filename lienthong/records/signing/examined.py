"""A file as the checks see it: opened, its kind known, its signatures read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing.kinds import DocumentKind, Revision
from lienthong.records.signing.letters import Letters
from lienthong.records.signing.printed import Printed, printed_in
from lienthong.records.signing.sentences import Sentence
from lienthong.records.signing.signature_check import ReadSignature
from lienthong.records.signing.trust import Trust


@dataclass
class Examined:
    """A file opened, its kind known, its signatures read; what the checks find out is noted here.

    `data` ends where the last signature of the kind ends; `whole` is all that was brought.
    """

    data: bytes
    whole: bytes
    reader: PdfFileReader
    kind: DocumentKind
    signatures: list[ReadSignature]
    trust: Trust
    now: datetime
    letters: Letters
    notes: list[Sentence] = field(default_factory=list)
    _printed: Printed | None = None

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """The revisions up to the last signature that the file bears; of a form those before the first."""
        if not self.signatures:
            return self.kind.revisions[: self.kind.revision_of(self.kind.signatures[0].field)]
        last = self.signatures[-1].place.field
        return self.kind.revisions[: self.kind.revision_of(last) + 1]

    @property
    def is_complete(self) -> bool:
        return len(self.signatures) == len(self.kind.signatures)

    def fields(self) -> dict[str, Any]:
        form = self.reader.root["/AcroForm"]
        return {str(one.get_object().get("/T")): one.get_object() for one in form["/Fields"]}

    def values(self) -> dict[str, str]:
        """What the text fields record, as far as they are filled."""
        fields = self.fields()
        return {
            name: str(fields[name]["/V"]) for name in self.kind.text_fields if "/V" in fields[name]
        }

    def printed(self) -> Printed:
        """Issuer, title and name as the page has them."""
        if self._printed is None:
            self._printed = printed_in(self.data, self.fields())
        return self._printed

    def boxes(self) -> dict[str, list[float]]:
        """Where the number and the day are printed."""
        fields = self.fields()
        return {name: [float(at) for at in fields[name]["/Rect"]] for name in self.kind.text_fields}
