"""What other rooms ask of signing a document; refusals come as sentences in the person's language."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken

from .client import IssueTerms, Proof, SignerUnavailable
from .form import TypesetDocument, printed_date
from .form import prepare_form as _prepare_form
from .kinds import SEALED_DOCUMENT
from .letters import our_letters
from .models import Certificate
from .placing import PreparedSignature, place_signature, prepare_leader
from .queries import the_signer, trust_of_this_installation
from .sentences import Refused
from .signer.factors import challenge_of
from .signer.former import statement_to_sign
from .verdict import check_form, check_leader_signed


class SigningRefused(RuleBroken):
    """The signer refused; asking again changes nothing."""


class SignerDown(RuleBroken):
    """The signer cannot be reached; nothing was signed, and asking again later may help."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn the signer's refusals into broken rules, told in the reader's language."""
    try:
        yield
    except SignerUnavailable as down:
        raise SignerDown(down.sentence.said(_)) from down
    except Refused as refused:
        raise SigningRefused(refused.sentence.said(_)) from refused


def prepare_form(document: TypesetDocument) -> bytes:
    """The official PDF with empty number and date and exactly two places for signatures.

    What the verdict would not accept is refused here, before anybody is asked to sign it.
    """
    with said_plainly():
        made = _prepare_form(document, fonts=settings.TYPST_FONTS)
        check_form(made, SEALED_DOCUMENT, our_letters(settings.TYPST_FONTS))
    return made


def prepare_signing(
    form_pdf: bytes, certificate: Certificate, *, when: datetime
) -> PreparedSignature:
    """The form with the leader's stamp on it, ready to be agreed to and signed."""
    return prepare_leader(
        form_pdf,
        name=certificate.holder,
        organisation=certificate.unit.name_committee or certificate.unit.name_body,
        when=when,
        trial=certificate.is_trial,
        fonts=settings.TYPST_FONTS,
    )


def challenge_to_sign(certificate: Certificate, digest: bytes, act: dict[str, str]) -> bytes:
    """What a passkey must sign so that the signer believes it for this document and this act."""
    return challenge_of(statement_to_sign(certificate.key_id, digest.hex(), act))


def sign(
    certificate: Certificate, prepared: PreparedSignature, act: dict[str, str], proof: Proof
) -> bytes:
    """Let the signer sign a prepared document, and check the outcome before anybody relies on it."""
    with said_plainly():
        signature = the_signer().sign(certificate.key_id, prepared.digest, act, proof)
        signed = place_signature(prepared, signature)
        check_leader_signed(signed, trust_of_this_installation())
    return signed


@dataclass(frozen=True)
class Issue:
    """A signed document, and the number and day it is to be issued with."""

    signed_pdf: bytes
    number: str
    day: date

    def terms(self, clerk: Certificate, seal: Certificate) -> IssueTerms:
        return IssueTerms(
            clerk_key_id=clerk.key_id,
            seal_key_id=seal.key_id,
            sha256=hashlib.sha256(self.signed_pdf).hexdigest(),
            number=self.number,
            day=printed_date(self.day),
        )


def authorise_issue(issue: Issue, clerk: Certificate, seal: Certificate, proof: Proof) -> str:
    """The clerk permits the seal; the ticket is good for this file, this number and this date only."""
    with said_plainly():
        return the_signer().authorise_issue(issue.terms(clerk, seal), proof)


def seal(ticket: str, signed_pdf: bytes) -> bytes:
    """Number, date and seal set onto a signed document; asked again, the same file comes back."""
    with said_plainly():
        return the_signer().seal(ticket, signed_pdf)
