"""After a restore: two agree at the console from where the signer and the history go on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import Place, go_on_after_restore, last_place, record
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit

from .actions import compare_heads
from .client import Hello, Proof, SignerClient, SignerUnavailable
from .documents import SigningRefused, said_plainly
from .keeping import SignerKeeper
from .messages import canonical, moment, sha256
from .models import Certificate, KnownHead
from .powers import organisation_id, path_of
from .queries import the_signer
from .sentences import Refused
from .signer.disk import write_whole

STATEMENT_FILE: Final = "restore.statement"
OPEN_FOR: Final = timedelta(days=7)
LAID, DONE = "laid", "done"


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


def agree(certificate: Certificate, proof: Proof) -> str:
    """Propose that both go on, or confirm what another person has proposed; done, they do."""
    apart = how_they_stand()
    with said_plainly():
        handle = _laid(apart)
        state = the_signer().take(handle).state
        if state != DONE:
            verb = "propose" if state == LAID else "confirm"
            state = the_signer().answer(handle, verb, certificate.key_id, proof).state
    if state == DONE:
        go_on(apart)
        _file().unlink(missing_ok=True)
    return state


@transaction.atomic
def go_on(apart: Apart) -> None:
    """The history takes over the signer's new epoch; what is withdrawn here is withdrawn there anew."""
    go_on_after_restore()
    for certificate in apart.unknown:
        certificate.withdrawn_at = certificate.listed_at = timezone.now()
        certificate.withdrawn_because = "lost by a restore"
        certificate.save(update_fields=["withdrawn_at", "listed_at", "withdrawn_because"])
    with said_plainly():
        for certificate in apart.to_withdraw:
            the_signer().revoke(certificate.key_id, certificate.withdrawn_because)
    compare_heads()

    record(
        None,
        "signing.restored",
        KnownHead.objects.get(pk=KnownHead.ONLY),
        lost=len(apart.unknown),
        withdrawn=len(apart.to_withdraw),
    )


def who_may() -> list[Certificate]:
    """Those whose keys agree to it, as far as is known here; the signer says it in the end."""
    keys = Certificate.objects.in_force().filter(unit=_topmost(), post__isnull=False)
    agreeing = keys.exclude(purpose=Certificate.Purpose.CLERK).select_related("post__unit")
    return list(agreeing.order_by("pk"))


def _laid(apart: Apart) -> str:
    """The statement that was proposed, or another one where it fits no more."""
    with suppress(OSError, SigningRefused), said_plainly():
        return the_signer().lay(_file().read_bytes())
    statement = _statement(apart)
    write_whole(_file(), statement)
    return the_signer().lay(statement)


def _statement(apart: Apart) -> bytes:
    now, unit = timezone.now(), _topmost()
    lost = [[one.key_id for one in keys] for keys in (apart.unknown, apart.to_withdraw)]
    body = {
        "organisation": organisation_id(unit),
        "path": path_of(unit),
        "journal": list(apart.signer.known or apart.signer.journal),
        "history": apart.newest_history.as_list(),
        "kept": apart.kept.as_list(),
        "lists": sha256(canonical(lost)),
    }
    return canonical(
        {
            "v": 1,
            "installation": apart.signer.installation,
            "id": os.urandom(16).hex(),
            "kind": "restore",
            "made": moment(now),
            "until": moment(now + OPEN_FOR),
            "organisation": f"o-{unit.pk}",
            "concerned": "",
            "after": 0,
            "body": body,
        }
    )


def _topmost() -> Unit:
    """The organisation that founded the signer."""
    founders = Certificate.objects.filter(purpose=Certificate.Purpose.ADMINISTRATOR)
    first = founders.order_by("pk").select_related("unit").first()
    if first is None:
        raise RuleBroken(_("The signer was not founded for this organisation."))
    return first.unit


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


def _file() -> Path:
    return Path(settings.VAR) / STATEMENT_FILE
