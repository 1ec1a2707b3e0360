"""What the signer says of itself is compared with what is known here, and what it withdrew is entered."""

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.notices.public import notify
from lienthong.kernel.web.public import way_to

from ..at_window import Withdrawn
from ..client import SignerUnavailable
from ..events import KeyDisowned
from ..messages import NOT_ME
from ..models import Certificate, KnownHead
from ..queries import (
    persons_told_of_misuse,
    the_signer,
)
from .withdrawing import withdraw


@transaction.atomic
def compare_heads() -> None:
    """Show the signer the newest head of its journal that is known here, and keep a newer one.

    One that does not know it was set back: that is written down once, and nothing is kept of it.
    """
    known = KnownHead.objects.select_for_update().filter(pk=KnownHead.ONLY).first()
    with suppress(SignerUnavailable):
        signer = the_signer().hello([known.head] if known else [])
        if signer.is_behind:
            _note_set_back(known)
        elif signer.head is not None:
            KnownHead(
                pk=KnownHead.ONLY, head=signer.head, seen_at=timezone.now(), is_set_back=False
            ).save()
        _enter_withdrawn(signer.withdrawn)


def _enter_withdrawn(withdrawn: Sequence[Withdrawn]) -> None:
    """What was withdrawn on the signing page is withdrawn here, and those who must hear of it are notified.

    Somebody may say *not me* of a key that was withdrawn for another reason before: that is heard as well.
    """
    reasons = {one.key: one for one in withdrawn}
    not_heard = Q(withdrawn_at=None) | ~Q(withdrawn_because=NOT_ME) & Q(
        key_id__in=[one.key for one in withdrawn if one.is_not_me]
    )
    held = Certificate.objects.filter(not_heard, key_id__in=reasons)
    for certificate in held.select_for_update(of=("self",)).select_related("unit", "post"):
        one = reasons[certificate.key_id]
        withdraw(certificate, one.reason, one.at)
        if one.is_not_me:
            _notify_of_misuse(certificate)
            if certificate.post_id is not None:
                announce(KeyDisowned(certificate.post_id))
        record(
            None,
            "signing.certificate_withdrawn",
            certificate,
            holder=certificate.holder,
            reason=one.reason,
        )


def _notify_of_misuse(certificate: Certificate) -> None:
    """Somebody may have used the key of another person: nobody switches this notice off."""
    notify(
        persons_told_of_misuse(certificate),
        gettext_noop(
            "%(holder)s said on the signing page that something was not done by them. Their key is withdrawn; "
            "nothing it signed is sealed any more."
        ),
        way_to("home"),
        source="signing",
        stands=True,
        holder=certificate.holder,
    )


def _note_set_back(known: KnownHead | None) -> None:
    if known is None or known.is_set_back:
        return
    known.is_set_back = True
    known.save(update_fields=["is_set_back"])

    record(None, "signing.signer_set_back", known, known=known.head["n"])
