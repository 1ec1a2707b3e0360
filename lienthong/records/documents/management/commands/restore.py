"""`manage.py restore`: what a restore of the database has lost, and the two who let the installation go on."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lienthong.kernel.confirmations.public import (
    Proposal,
    Way,
    confirm,
    lay_to_confirm,
    lay_to_propose,
    propose,
    take_up,
)
from lienthong.kernel.numbering.public import TakenNumber
from lienthong.kernel.people.public import Account, Post, actor_in
from lienthong.kernel.permissions.public import Actor, NotAnswered, RuleBroken
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import (
    Apart,
    certificate_of_post,
    how_they_stand,
    number_in,
    path_of,
)

from ...powers import RESTORE, Restore
from ...queries.lost import lost_numbers

CANNOT = (
    "A number whose term or type is unknown here is listed above but cannot be entered. Enter the term first, "
    "then propose. Work done between the backup and the restore that was not sealed is gone."
)


class Command(BaseCommand):
    help = "Show what a restore has lost; an administrator proposes to go on, a second person confirms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "act", nargs="?", choices=["show", "propose", "confirm"], default="show"
        )
        parser.add_argument("username", nargs="?", default="", help="who proposes or confirms")
        parser.add_argument(
            "--go-on",
            action="store_true",
            help="enter what was answered on the signing page by who did not wait here",
        )

    def handle(self, *args: Any, **chosen: Any) -> None:
        try:
            if chosen["go_on"]:
                self._go_on()
            elif chosen["act"] == "show":
                self._show()
            else:
                self._answer(chosen["act"], _actor_of(chosen["username"]))
        except (RuleBroken, PermissionDenied) as refusal:
            raise CommandError(str(refusal) or "This post may not do that.") from refusal

    def _show(self) -> None:
        apart = how_they_stand()
        if not apart.is_so:
            self.stdout.write("The signer and the database agree; there is nothing to restore.")
            self._say_records()
            return
        waits = "waits for two persons" if apart.signer.is_behind else "works on"
        self.stdout.write(f"The signer {waits}. {apart.signer.closed_because}")
        self._say(apart)
        for one in lost_numbers():
            place = "" if one.has_a_place else " (its term or type is not known here)"
            self.stdout.write(
                f"  signed, record lost: {one.sealed.notation}, {one.sealed.day}{place}"
            )
        self.stdout.write(CANNOT)

    def _say_records(self) -> None:
        """What former restores have left, and where the files are."""
        for number in TakenNumber.objects.filter(record_lost=True).order_by("pk"):
            file = number.kept_file
            place = file.path if file else "the signer had it no more"
            self.stdout.write(f"  signed, record lost: number {number.number}; file: {place}")

    def _say(self, apart: Apart) -> None:
        own, known = apart.signer.journal, apart.signer.known
        if known:
            self.stdout.write(f"Its journal ends at line {own[1]}; line {known[1]} was known.")
        if apart.signers_history != apart.kept:
            here, there = apart.kept, apart.signers_history
            self.stdout.write(f"The history ends at {here} here, and at {there} at the signer.")
        for one in apart.unknown:
            self.stdout.write(f"The signer has lost the key of {one.holder}; it is made anew.")
        for one in apart.to_withdraw:
            self.stdout.write(f"The key of {one.holder} is withdrawn again.")

    def _answer(self, act: str, actor: Actor) -> None:
        """Lead to the signing page, and enter what was answered there."""
        self._show()
        if act == "propose":
            matter = Restore.made_for(_topmost(actor))
            at: Way | None = lay_to_propose(RESTORE, matter, actor=actor)
            do = partial(propose, RESTORE, matter, actor=actor)
        else:
            waiting = _waiting()
            at = lay_to_confirm(waiting.pk, actor=actor)
            do = partial(confirm, waiting.pk, actor=actor)
            waiting.refresh_from_db()
            if not waiting.waits:
                self._say_outcome(waiting)
                return
        assert at is not None, "the signer is the witness of a restore"
        self.stdout.write(f"Answer here, {actor.name}: {at(settings.WEB + '/')}")
        input("Press Enter when you have answered there: ")
        try:
            self._say_outcome(do())
        except NotAnswered as not_yet:
            raise CommandError(f"{not_yet} Answer, then: manage.py restore --go-on") from not_yet

    def _go_on(self) -> None:
        take_up(kind=RESTORE.kind)
        proposal = Proposal.objects.filter(kind=RESTORE.kind).last()
        if proposal is None:
            raise CommandError("No restore was proposed on the signing page.")
        self._say_outcome(proposal)

    def _say_outcome(self, proposal: Proposal) -> None:
        self.stdout.write(f"{proposal}: {proposal.get_state_display()} {proposal.because}")


def _waiting() -> Proposal:
    waiting = Proposal.objects.filter(kind=RESTORE.kind, state=Proposal.State.PROPOSED).first()
    if waiting is None:
        raise CommandError("No restore waits to be confirmed. Propose it first.")
    return waiting


def _actor_of(username: str) -> Actor:
    """Acting in the post that has a key."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise CommandError(f"Nobody signs in as {username}.")
    posts = Post.objects.valid_on(timezone.localdate()).filter(person=account.person_id)
    for post in posts.select_related("person", "unit__serves"):
        if certificate_of_post(post.pk) is not None:
            return actor_in(post)
    raise CommandError(f"{username} has no signing key.")


def _topmost(actor: Actor) -> Unit:
    """The organisation with which the signer was founded."""
    line = path_of(Unit.objects.get(pk=actor.unit_id))
    return Unit.objects.get(pk=number_in(line[0]["id"]))
