"""The kinds of documents: in which revisions each is made, and who signs it how. A further kind is one entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyhanko.sign.fields import MDPPerm

from lienthong.records.signing.form import DATE, LEADER, NUMBER, SEAL

# What a revision may replace, besides the fields by their names.
CATALOG, FORM, PAGES_WITH_FIELDS = "catalog", "form", "pages with fields"


@dataclass(frozen=True)
class Revision:
    """A step in which the file is made: the objects it replaces, and the signature made in it."""

    replaces: frozenset[str] = frozenset()
    signature: str = ""


@dataclass(frozen=True)
class Signature:
    """A signature a kind bears: the field, whose it is, what may be changed after it."""

    field: str
    role: str
    purpose: str
    certifies: MDPPerm | None = None
    locks_all: bool = False


@dataclass(frozen=True)
class DocumentKind:
    """All that a file of this kind may be."""

    name: str
    text_fields: tuple[str, ...]
    signatures: tuple[Signature, ...]
    revisions: tuple[Revision, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.text_fields) | {signature.field for signature in self.signatures}

    def revision_of(self, field: str) -> int:
        """In which revision a field is signed."""
        return [revision.signature for revision in self.revisions].index(field)


SEALED_DOCUMENT: Final = DocumentKind(
    name="sealed_document",
    text_fields=(NUMBER, DATE),
    signatures=(
        Signature(LEADER, "leader", "person", certifies=MDPPerm.FILL_FORMS),
        Signature(SEAL, "seal", "seal", locks_all=True),
    ),
    revisions=(
        Revision(),
        Revision(frozenset({CATALOG, PAGES_WITH_FIELDS})),
        Revision(frozenset({CATALOG, FORM, LEADER}), LEADER),
        Revision(frozenset({NUMBER, DATE})),
        Revision(frozenset({SEAL}), SEAL),
    ),
)
KINDS: Final = {kind.name: kind for kind in (SEALED_DOCUMENT,)}
