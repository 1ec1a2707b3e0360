"""After a restore: how signer and database have come apart, and how both go on once two have agreed to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.audit.public import Place, go_on_after_restore, last_place, record
from lienthong.kernel.jobs.public import defer

from .actions.comparing import compare_heads
from .client import SignerClient, SignerUnavailable
from .documents import said_plainly
from .keeping import SignerKeeper
from .models import Certificate, KnownHead
from .queries import the_signer
from .sentences import Refused
from .told import Hello


@dataclass(frozen=True)
class Apart:
    """How signer and database have come apart, and what of the keys was lost by it."""

    signer: Hello
    signers_history: Place
    kept: Place
    unknown: Sequence[Certificate]
    to_withdraw: Sequence[Certificate]

    @property
    def is_so(self) -> bool:
        return self.signer.is_behind or self.signers_history != self.kept

    @property
    def newest_journal(self) -> tuple[int, int, str]:
        """The newest head of the signer's journal that anybody knows."""
        return self.signer.known or self.signer.journal

    @property
    def newest_history(self) -> Place:
        return max(self.signers_history, self.kept, key=lambda one: (one.epoch, one.number))


def how_they_stand() -> Apart:
    """Ask the signer, after it was shown the newest head of its journal that is known here."""
    compare_heads()
    with said_plainly():
        signer = the_signer()
        said = signer.hello()
        unknown, to_withdraw = _keys_apart(signer)
        history = SignerKeeper().closing().place
    return Apart(said, history, last_place(), unknown, to_withdraw)


def let_it_wait() -> None:
    """Tell the signer that the database was set back; it only waits for two, should nobody have said so yet."""
    with said_plainly():
        the_signer().restored()


@transaction.atomic
def go_on(apart: Apart) -> None:
    """The history takes over the signer's new epoch; what is withdrawn here is withdrawn there anew."""
    go_on_after_restore()
    for certificate in apart.unknown:
        certificate.withdrawn_at = certificate.listed_at = timezone.now()
        certificate.withdrawn_because = "lost by a restore"
        certificate.save(update_fields=["withdrawn_at", "listed_at", "withdrawn_because"])
    for certificate in apart.to_withdraw:
        certificate.listed_at = None
        certificate.save(update_fields=["listed_at"])
        defer("signing.list_withdrawn", certificate_id=certificate.pk)
    compare_heads()

    record(
        None,
        "signing.restored",
        KnownHead.objects.get(pk=KnownHead.ONLY),
        lost=len(apart.unknown),
        withdrawn=len(apart.to_withdraw),
    )


def _keys_apart(signer: SignerClient) -> tuple[list[Certificate], list[Certificate]]:
    """Keys in force here that the signer lacks; and those withdrawn here that are in force there."""
    unknown, to_withdraw = [], []
    for certificate in Certificate.objects.order_by("pk"):
        kept = _key_at(signer, certificate.key_id)
        is_in_force = kept is not None and not kept["revoked_at"]
        if certificate.withdrawn_at is None and kept is None:
            unknown.append(certificate)
        if certificate.withdrawn_at is not None and is_in_force:
            to_withdraw.append(certificate)
    return unknown, to_withdraw


def _key_at(signer: SignerClient, key_id: str) -> dict[str, Any] | None:
    try:
        return signer.key(key_id)
    except SignerUnavailable:
        raise
    except Refused:
        return None
