"""Signing with a passkey: what lies before it, and what it is asked to agree to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.permissions.public import Actor
from lienthong.records.signing.public import (
    Certificate,
    Passkey,
    Site,
    ask_for_signature,
    passkeys_of_post,
)

from ..models import Document, LaidDocument, State

# As long as a person takes to find the phone; the signer waits for an answer no longer.
LAID_FOR = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class PasskeyOffer:
    """The passkeys a leader or clerk may use here, and the question once a document lies before them."""

    passkeys: list[Passkey]
    options: dict[str, Any] | None


def file_laid(document: Document) -> StoredFile | None:
    """What lies before a passkey: the form before the leader's, the signed file before the clerk's."""
    return document.signed_file if document.state == State.SIGNED else document.form_file


def laid_before(document: Document, certificate: Certificate) -> QuerySet[LaidDocument]:
    """The document laid before this key's passkeys not long ago, if its file is still the same."""
    return LaidDocument.objects.filter(
        document=document,
        certificate=certificate,
        file=file_laid(document),
        laid_at__gt=timezone.now() - LAID_FOR,
    )


def passkey_offer(document: Document, actor: Actor, site: Site) -> PasskeyOffer | None:
    """Whether leader or clerk can use a passkey on this site, and what it is asked."""
    passkeys = passkeys_of_post(actor.post_id, site)
    if not passkeys:
        return None
    certificate = passkeys[0].certificate
    laid = laid_before(document, certificate).first()
    if laid is None:
        return PasskeyOffer(passkeys, None)
    return PasskeyOffer(passkeys, ask_for_signature(bytes(laid.challenge), passkeys, site))
