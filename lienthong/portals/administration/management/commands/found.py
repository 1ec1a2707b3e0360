"""manage.py found: an empty installation for a real organisation, and slips for its first two administrators."""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.people.public import (
    Founder,
    IssuedCode,
    Post,
    Role,
    found_installation,
    issue_first_codes_anew,
)
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import Holder, owe
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import TOPMOST, NewUnit, Unit, UnitKind

from ...procedures import SET_UP

KINDS = [kind for kind in UnitKind if kind in TOPMOST]
PROVINCIAL = {UnitKind.PROVINCIAL_COMMITTEE, UnitKind.CENTRAL_COMMITTEE}
# How a committee is called after its organisation (# 36-HD/VPTW §II.1.2); the longest first.
COMMITTEE_OF = {
    "đảng bộ tỉnh": "Tỉnh ủy",
    "đảng bộ thành phố": "Thành ủy",
    "đảng bộ": "Đảng ủy",
}
TERRITORIES = ("xã", "phường", "đặc khu", "tỉnh", "thành phố")
CLEARED = "\033[2J\033[3J\033[H"


class Command(BaseCommand):
    help = "Found an empty installation: its topmost organisation and the first two administrators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=[kind.value for kind in KINDS])
        parser.add_argument("--name", help='of the organisation: "Đảng bộ xã Tân Phú"')
        parser.add_argument("--committee", help='of the committee: "Đảng ủy xã Tân Phú"')
        parser.add_argument("--symbol", help="in document numbers: TU, ĐU")
        parser.add_argument("--place", help="printed before the date")
        parser.add_argument("--superior", help="above it, where that is not in this system")
        parser.add_argument("--since", help="existing from, as 01/07/2025")
        parser.add_argument(
            "--administrator",
            nargs=2,
            action="append",
            metavar=("FULL_NAME", "USERNAME"),
            help="one of the two",
        )
        parser.add_argument("--single", action="store_true", help="run with one administrator")
        parser.add_argument(
            "--unless-founded",
            action="store_true",
            help="leave an installation with accounts as it is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["single"] and not settings.SINGLE_ADMINISTRATOR:
            raise CommandError(
                "Set LIENTHONG_SINGLE_ADMINISTRATOR=1 first: the pages say it aloud."
            )
        try:
            issued = self._issued(options)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from None
        for at, (name, code) in enumerate(issued):
            self.stdout.write(_slip(name, code))
            if at + 1 < len(issued) or self._is_watched():
                self._hand_over(name)
        self.stdout.write(_("Signed in, they are led through the first set-up on the pages."))

    def _issued(self, options: dict[str, Any]) -> list[tuple[str, IssuedCode]]:
        if Unit.objects.exists():
            try:
                return issue_first_codes_anew()
            except RuleBroken as broken:
                if not options["unless_founded"]:
                    raise
                self.stdout.write(broken.sentence)
                return []
        return _founded(*self._asked(options), on=self._since(options))

    # --- Asking what the options do not say ---

    def _asked(self, options: dict[str, Any]) -> tuple[NewUnit, list[Founder], str]:
        kind = options["kind"] or self._kind()
        name = options["name"] or self._ask(_("Name of the organisation, as “Đảng bộ xã Tân Phú”"))
        symbol = "TW" if kind == UnitKind.CENTRAL_COMMITTEE else "TU"
        new = NewUnit(
            kind=kind,
            name_body=name,
            name_committee=options["committee"]
            or self._ask(_("Name of the committee"), committee_of(name)),
            symbol=options["symbol"]
            or self._ask(_("Symbol in document numbers"), symbol if kind in PROVINCIAL else "ĐU"),
            place=options["place"] or self._ask(_("Place printed before the date"), place_of(name)),
            has_register=True,
        )
        superior = options["superior"]
        if superior is None and kind not in PROVINCIAL:
            superior = self._ask(
                _("Superior organisation, as papers print it, as “Đảng bộ tỉnh Đồng Xuân”"), "-"
            )
        return new, self._founders(options), "" if superior in (None, "-") else superior

    def _kind(self) -> str:
        for number, kind in enumerate(KINDS, 1):
            self.stdout.write(f"  {number}. {kind.label}")
        chosen = self._ask(
            _("Which kind of organisation? Its number"),
            fits=lambda said: said.isdecimal() and 0 < int(said) <= len(KINDS),
        )
        return KINDS[int(chosen) - 1].value

    def _since(self, options: dict[str, Any]) -> dt.date:
        said = options["since"] or self._ask(
            _("Existing from (day/month/year)"), fits=lambda one: _day(one) is not None
        )
        day = _day(said)
        if day is None:
            raise CommandError(_("A day is written as 01/07/2025."))
        return day

    def _founders(self, options: dict[str, Any]) -> list[Founder]:
        count = 1 if options["single"] else 2
        given = [Founder(*one) for one in options["administrator"] or []]
        if len(given) > count:
            raise CommandError(_("Two persons administer a new installation; with --single one."))
        for number in range(len(given) + 1, count + 1):
            asked = _("Full name of administrator %(n)d") % {"n": number}
            name = self._ask(asked)
            taken = [one.username for one in given]
            given.append(Founder(name, self._ask(_("Sign-in name"), username_of(name, taken))))
        return given

    def _ask(
        self, words: str, usual: str = "", fits: Callable[[str], bool] = lambda said: bool(said)
    ) -> str:
        """Ask until something comes that can be used; Enter takes what is usual."""
        shown = f"{words} [{usual}]: " if usual else f"{words}: "
        while True:
            self.stdout.write(shown, ending="")
            self.stdout.flush()
            try:
                said = input().strip() or usual
            except EOFError:
                raise CommandError(_("Nothing more was typed: the founding needs it.")) from None
            if fits(said):
                return said

    # --- Handing the slips over ---

    def _is_watched(self) -> bool:
        return bool(getattr(self.stdout, "isatty", lambda: False)())

    def _hand_over(self, name: str) -> None:
        """Nobody reads the slip of somebody else: it is wiped from the screen before the next one."""
        if not self._is_watched():
            return
        self.stdout.write(_("Copy it for %(name)s only, then press Enter.") % {"name": name})
        input()
        self.stdout.write(CLEARED, ending="")


@transaction.atomic
def _founded(
    new: NewUnit, founders: Sequence[Founder], superior: str, *, on: dt.date
) -> list[tuple[str, IssuedCode]]:
    issued = found_installation(new, founders, on=on, superior_printed=superior)
    for post in Post.objects.filter(role=Role.ORG_ADMIN).select_related("unit"):
        owe(SET_UP, post.unit, Holder(post_id=post.pk))
    return issued


def committee_of(name: str) -> str:
    """ "Đảng ủy xã Tân Phú" of "Đảng bộ xã Tân Phú"."""
    for begun, committee in COMMITTEE_OF.items():
        if name.lower().startswith(begun):
            return committee + name[len(begun) :]
    return name


def place_of(name: str) -> str:
    """ "Tân Phú" of "Đảng bộ xã Tân Phú": what follows the kind of territory, if it names one."""
    for kind in TERRITORIES:
        _before, found, place = name.partition(f" {kind} ")
        if found:
            return place
    return ""


def username_of(name: str, taken: Sequence[str]) -> str:
    """ "annv" for Nguyễn Văn An, and a number where two would be called alike."""
    *others, given = fold(name).split() or ["quantri"]
    plain = "".join(letter for letter in given if letter.isalnum())
    usual = plain + "".join(word[0] for word in others)
    return next(one for one in (usual, *(f"{usual}{n}" for n in range(2, 99))) if one not in taken)


def _day(said: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(said, "%d/%m/%Y").date()
    except ValueError:
        return None


def _slip(name: str, issued: IssuedCode) -> str:
    """One person's slip, to be handed over in person."""
    until = timezone.localtime(issued.expires_at)
    lines = [
        (_("For"), name),
        (_("Address to open"), _web() + reverse("account:enter")),
        (_("Sign-in name"), issued.username),
        (_("One-time code"), issued.code),
        (_("Valid until"), f"{until:%d/%m/%Y %H:%M}"),
    ]
    rule = "─" * 72
    said = "\n".join(f"  {label + ':':<20} {words}" for label, words in lines)
    title = _("INVITATION SLIP, good once: it lets its owner set a password")
    return f"{rule}\n  {title}\n\n{said}\n{rule}"


def _web() -> str:
    return os.environ.get("LIENTHONG_WEB") or settings.WEB
