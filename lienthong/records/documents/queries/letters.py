"""Letters of a document that the official typeface lacks, with the place they stand in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.records.texts.public import every_clause, printed_otherwise

from ..models import Document
from .document import Node, body_of


@dataclass(frozen=True)
class StrangeLetter:
    """A letter as it is named, where it stands, and what is printed instead; None where nothing can be."""

    letter: str
    where: str
    form: str | None

    @property
    def sentence(self) -> str:
        named = {"where": self.where, "letter": self.letter, "form": self.form}
        if self.form is None:
            said = _(
                "%(where)s: the letter %(letter)s cannot be printed. Write it with other letters."
            )
        else:
            said = _("%(where)s: the letter %(letter)s is printed as “%(form)s”.")
        return said % named


def strange_letters(document: Document) -> list[StrangeLetter]:
    """Every letter that is not printed as it was written, in the order of the document."""
    return [
        StrangeLetter(letter, where, form)
        for where, words in _printed_words(document)
        for letter, form in printed_otherwise(words)
    ]


def _printed_words(document: Document) -> Iterator[tuple[str, str]]:
    issuer, signer = document.issuer, document.signer
    yield _("The head"), f"{issuer.name} {issuer.place}"
    yield _("The subject"), document.subject
    for clause in every_clause(body_of(document)):
        yield named_clause(clause), _words_of(clause)
    lines = " ".join(line.printed for line in document.recipients.all())
    yield _("The list of recipients"), lines
    signs = f"{signer.title} {signer.person.full_name}" if signer else ""
    yield _("The signature block"), f"{document.printed_authority} {signs} {document.beside}"


def named_clause(clause: Node) -> str:
    """ "Mục II.2", as a sentence begins."""
    label = str(clause.get("label") or clause.get("marker") or _("A clause"))
    return label[:1].upper() + label[1:]


def _words_of(clause: Node) -> str:
    groups = clause.get("groups") or []
    parts = [clause.get("marker"), clause.get("heading"), clause.get("text")]
    parts += clause.get("columns") or []
    for group in groups:
        parts += [group.get("marker"), group.get("heading")]
        parts += [cell for row in group["rows"] for cell in row["cells"]]
    return " ".join(filter(None, parts))
