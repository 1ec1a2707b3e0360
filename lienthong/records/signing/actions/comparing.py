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
from ..told import Hello
from .suspending import follow_suspended
from .withdrawing import notify_withdrawn, withdraw

_WAITS = gettext_noop(
    "A passkey was added to your signing key; it proves nothing before %(until)s. If it was not you, open "
    "“Signed with my key” now and remove it."
)
_NEWS = {
    "passkey added": gettext_noop(
        "A passkey was added to your signing key. If it was not you, open “Signed with my key” now and remove it."
    ),
    "passkey removed": gettext_noop(
        "A passkey of your signing key was removed. If it was not you, open “Signed with my key” now and say so."
    ),
    "browser known": gettext_noop(
        "Your signing key was used in a browser for the first time. If it was not you, open “Signed with my key” "
        "now and say so."
    ),
}


@transaction.atomic
def compare_heads() -> None:
    """Show the signer the newest head of its journal that is known here, and keep a newer one.

    One that does not know it was set back: that is written down once, and nothing is kept of it.
    """
    known = KnownHead.objects.select_for_update().filter(pk=KnownHead.ONLY).first()
    asked_at = timezone.now()
    with suppress(SignerUnavailable):
        signer = the_signer().hello([known.head] if known else [])
        if signer.is_behind:
            _note_set_back(known)
        elif signer.head is not None:
            _keep(known, signer)
        _enter_withdrawn(signer.withdrawn)
        if not signer.is_behind:
            follow_suspended(signer, asked_at)


def _keep(known: KnownHead | None, signer: Hello) -> None:
    """The newest head, and how far holders were told; an installation that never told them begins with what comes."""
    epoch, n = (known.told_epoch, known.told_n) if known else (0, 0)
    told = signer.journal[:2] if epoch is None or n is None else _tell_holders((epoch, n))
    newest = {"head": signer.head, "seen_at": timezone.now(), "is_set_back": False}
    told_until = {"told_epoch": told[0], "told_n": told[1]}
    KnownHead.objects.update_or_create(pk=KnownHead.ONLY, defaults={**newest, **told_until})


def _tell_holders(after: tuple[int, int]) -> tuple[int, int]:
    """Tell each holder, at once and so that nobody switches it off, how their key can be proven from now on."""
    for one in the_signer().news(after):
        after = one.place
        held = Certificate.objects.filter(key_id=one.key).select_related("post").first()
        if held is not None and held.post is not None:
            message, until = _NEWS[one.what], ""
            if one.waits_until is not None:
                message = _WAITS
                until = timezone.localtime(one.waits_until).strftime("%H:%M %d/%m/%Y")
            notify(
                {held.post.person_id},
                message,
                way_to("account"),
                source="signing",
                stands=True,
                until=until,
            )
    return after


def _enter_withdrawn(withdrawn: Sequence[Withdrawn]) -> None:
    """What was withdrawn at the signer is withdrawn here, whoever asked for it; those who must hear are told.

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
        else:
            notify_withdrawn(certificate)
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


@transaction.atomic
def tell_of_the_glass() -> None:
    """Each day: at the signer's console an administrator was said to be lost, and the other is to go on alone."""
    broken = None
    with suppress(SignerUnavailable):
        broken = the_signer().hello().broken
    key = broken and Certificate.objects.filter(key_id=broken.key).select_related("unit").first()
    if broken is None or not key:
        return
    until = timezone.localtime(broken.until).strftime("%H:%M %d/%m/%Y")
    notify(
        persons_told_of_misuse(key),
        gettext_noop(
            "At the console of the signer it was said that %(holder)s is lost. From %(until)s on one administrator "
            "may go on alone. If that is wrong, %(holder)s proves the key at the signing page, and it ends; or "
            "whoever looks after the machine ends it."
        ),
        way_to("home"),
        source="signing",
        stands=True,
        holder=key.holder,
        until=until,
    )
    record(None, "signing.glass_broken", key, holder=key.holder, until=until)


def _note_set_back(known: KnownHead | None) -> None:
    if known is None or known.is_set_back:
        return
    known.is_set_back = True
    known.save(update_fields=["is_set_back"])

    record(None, "signing.signer_set_back", known, known=known.head["n"])
