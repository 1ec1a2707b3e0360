"""What other rooms ask of signing a document; refusals come as sentences in the person's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import NotNow, RuleBroken

from .client import SignerUnavailable
from .form import TypesetDocument, printed_date
from .form import prepare_form as _prepare_form
from .kinds import SEALED_DOCUMENT
from .letters import our_letters
from .messages import sealing_agreement, signing_agreement
from .models import Certificate
from .queries import the_signer, trust_of_this_installation
from .sentences import Refused, gettext_noop
from .signer.register import (
    AGREED,
    AGREEING_KEY_RESTS,
    NUMBER_IS_BARRED,
    NUMBER_IS_TAKEN,
    SEALED,
    SIGNED_BY_THEMSELVES,
    SIGNER_RESTS,
)
from .told import SealedNumber
from .verdict import check_form, check_leader_signed

SIGN, SEAL = "sign", "seal"


class SigningRefused(RuleBroken):
    """The signer refused; asking again changes nothing."""


class NumberRefused(SigningRefused):
    """In the signer's register the number is another document's, or was given up."""


class SignerDown(NotNow):
    """The signer cannot be reached; nothing was signed, and asking again later may help."""


class KeyRests(NotNow):
    """A key is suspended; nothing was given up, and it is done once two have lifted that."""


KINDS = {
    NUMBER_IS_BARRED: NumberRefused,
    NUMBER_IS_TAKEN: NumberRefused,
    SIGNER_RESTS: KeyRests,
    AGREEING_KEY_RESTS: KeyRests,
}


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn the signer's refusals into broken rules, told in the reader's language."""
    try:
        yield
    except SignerUnavailable as down:
        raise SignerDown(down.sentence.said(_)) from down
    except Refused as refused:
        kind = KINDS.get(refused.sentence.message, SigningRefused)
        raise kind(refused.sentence.said(_)) from refused


def organisation_id(unit_id: int) -> str:
    """How the signer and its certificates name an organisation of this installation."""
    return f"LT-{unit_id}"


def prepare_form(document: TypesetDocument) -> bytes:
    """The official PDF with empty number and date and exactly two places for signatures.

    What the verdict would not accept is refused here, before anybody is asked to sign it.
    """
    with said_plainly():
        made = _prepare_form(document, fonts=settings.TYPST_FONTS)
        check_form(made, SEALED_DOCUMENT, our_letters(settings.TYPST_FONTS))
    return made


@dataclass(frozen=True)
class ToSign:
    """What a leader agrees to: this form, as a document of this type and title in this term.

    The same `id` with the same facts is the same agreement, however often it is laid.
    """

    id: str
    form: bytes
    type: str
    title: str
    term: str


@dataclass(frozen=True)
class ToSeal:
    """What a clerk agrees to: this signed file sealed under this number on this day."""

    id: str
    signed: bytes
    type: str
    notation: str
    day: date
    term: str


def lay_to_sign(document: ToSign, certificate: Certificate) -> str:
    """Lay a whole form before the signer, who reads it itself; the handle of the agreement."""
    with said_plainly():
        agreement = signing_agreement(
            id=document.id,
            installation=the_signer().hello().installation,
            key=certificate.key_id,
            type=document.type,
            abstract=document.title,
            organisation=organisation_id(certificate.unit_id),
            term=document.term,
            form=document.form,
        )
        return the_signer().lay(agreement, document.form)


def refuse_seal_by(person_id: int, *, signed_by: int) -> None:
    """What the signer would refuse, said before a number is taken: who signed does not seal."""
    if person_id == signed_by:
        raise SigningRefused(_(SIGNED_BY_THEMSELVES))


def lay_to_seal(document: ToSeal, clerk: Certificate, seal: Certificate) -> str:
    """Lay a signed file before the signer with the number and day it is to bear."""
    with said_plainly():
        agreement = sealing_agreement(
            id=document.id,
            installation=the_signer().hello().installation,
            key=clerk.key_id,
            seal=seal.key_id,
            organisation=organisation_id(seal.unit_id),
            term=document.term,
            type=document.type,
            number=document.notation,
            day=printed_date(document.day),
            signed=document.signed,
        )
        return the_signer().lay(agreement, document.signed)


def has_signed(handle: str, certificate: Certificate) -> bool:
    """Whether the holder of this key has agreed, at the window, to sign what is laid."""
    with said_plainly():
        return the_signer().answered(handle, SIGN, certificate.key_id)


def has_agreed_to_seal(handle: str, clerk: Certificate) -> bool:
    """The same of the clerk; number and file then belong to each other in the signer's register."""
    with said_plainly():
        return the_signer().answered(handle, SEAL, clerk.key_id)


def signed(handle: str) -> bytes:
    """The file the leader has signed, checked before anybody relies on it."""
    with said_plainly():
        made = _made(handle)
        check_leader_signed(made, trust_of_this_installation())
    return made


def sealed(handle: str) -> bytes:
    """The numbered, dated and sealed file of an agreement; asked again, the same file comes back."""
    with said_plainly():
        return _made(handle)


def release_number(unit_id: int, term: str, type: str, notation: str) -> bytes | None:
    """Bar a number at the signer for ever; if it sealed a file with it, that file instead."""
    with said_plainly():
        released = the_signer().release(organisation_id(unit_id), term, type, notation)
    return released.pdf if released.state == SEALED else None


def _made(handle: str) -> bytes:
    taken = the_signer().take(handle)
    if taken.state == AGREED:
        raise Refused(AGREEING_KEY_RESTS)
    if not taken.pdf:
        raise Refused(gettext_noop("The signer holds no file made from this agreement."))
    return taken.pdf


def sealed_numbers() -> list[SealedNumber]:
    """Every number under which the signer has sealed a file, whatever is known of it here."""
    with said_plainly():
        return the_signer().numbers()


def file_sealed_as(handle: str) -> bytes:
    """The file that bears a number of the signer's, as long as it keeps it."""
    with said_plainly():
        return the_signer().take(handle).pdf
