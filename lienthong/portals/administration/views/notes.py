"""What is said aloud above the lists of people and keys."""

import shlex
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.people.public import Role, current_posts
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import Broken, Hello, greeting, organisation_id
from lienthong.ui.lists.page import Note


def what_holds_of_all() -> list[Note]:
    """What these keys are, and what remains weak, wherever the system runs."""
    return [
        Note(
            _("Trial certificates"),
            _(
                "The authority is this installation's own, for trial; the keys are in no hardware, and no time-stamping service is connected: the times are those of this computer. What they sign has no legal force."
            ),
        ),
        Note(
            _("What remains weak"),
            _(
                "Who gives PIN and code on a false page loses one act to it; a passkey does not work there. Whoever takes over the signing page changes what is agreed to with a PIN, one act a code. That two persons give a post is enforced by the application: whoever governs its server is not held back by it. Whoever takes over the worker withdraws every key and seal, and signs with none."
            ),
            "info",
            "info-circle",
        ),
        Note(
            _("What one person does alone"),
            _(
                "An administrator suspends and withdraws keys and ends posts within reach; the holder, leaders and auditors are notified at once. To give any of it back takes two. There is no recovery sheet: whoever lost both phone and passkey makes a new key."
            ),
            "info",
            "info-circle",
        ),
    ]


def what_the_keys_are(actor: Actor) -> list[Note]:
    """What the keys of this installation are worth, said aloud."""
    signer = greeting()
    notes = what_holds_of_all()
    if signer is None:
        notes.append(
            Note(
                _("The signer cannot be reached"),
                _("Nothing is signed and no key is given just now. Try again shortly."),
                "bad",
            )
        )
        return notes
    if signer.closed_because:
        notes.append(_only_read(signer))
    if not signer.own_user:
        notes.append(
            Note(
                _("For trial only"),
                _(
                    "Demonstration: the signer is not separated from the system; the signatures are only for trial."
                ),
            )
        )
    if is_window_beside_pages():
        notes.append(
            Note(
                _("The signing page is on the host of the pages"),
                _(
                    "Only their ports tell the two apart. In an office they have names of their own."
                ),
            )
        )
    notes += single(signer.mode)
    if signer.broken is not None:
        notes.append(_said_to_be_lost(signer.broken))
    if not signer.is_founded:
        notes.append(
            Note(
                _("The signer is not founded yet"),
                _(
                    "Whoever runs its computer founds it with the names of the administrators and gives each of them a code."
                ),
                "info",
                "info-circle",
                founding_command(Unit.objects.get(pk=actor.unit_id)),
            )
        )
    return notes


def is_window_beside_pages() -> bool:
    """Whether only the port tells the signing page from the pages of the system."""
    return urlsplit(settings.WEB).hostname == urlsplit(settings.WINDOW).hostname


def _only_read(signer: Hello) -> Note:
    """Why nothing is signed any more, and what two do about a signer restored from an old copy."""
    command = "manage.py restore" if signer.is_behind else ""
    title = _("The signer can only be read")
    return Note(title, gettext_lazy(signer.closed_because), "bad", command=command)


def _said_to_be_lost(broken: Broken) -> Note:
    """One of two administrators: everybody reads it for seven days before the other goes on alone."""
    until = timezone.localtime(broken.until).strftime("%H:%M %d/%m/%Y")
    title = _("%(holder)s is said to be lost") % {"holder": broken.name}
    said = _(
        "From %(until)s on one administrator may go on alone. If that is wrong, %(holder)s proves the key at the signing page, and it ends."
    )
    return Note(title, said % {"holder": broken.name, "until": until}, "bad")


def founding_command(unit: Unit) -> str:
    """What is typed at the console of the signer, for the administrators of an organisation."""
    if not settings.SIGNER:
        return "script/found-signer"
    founders = current_posts(unit, Role.ORG_ADMIN).select_related("person")
    names = [post.person.full_name for post in founders]
    mode = ["--single"] if len(names) == 1 else []
    organisation = f"{organisation_id(unit.pk)}:{unit.name}"
    words = ["--var", settings.SIGNER, "--organisation", organisation, *mode, *names[:2]]
    return f"python -m lienthong.records.signing.signer found {shlex.join(words)}"


def single(mode: str = "") -> list[Note]:
    """Said on pages of power where one administrator is alone, by our settings or by the signer's word."""
    if not settings.SINGLE_ADMINISTRATOR and mode != "single":
        return []
    said = _(
        "This installation runs with one administrator. Where nobody else can confirm, what needs two persons takes effect after a wait."
    )
    return [Note(_("Single-administrator mode"), said)]
