"""manage.py first_administrator: the two who may invite everybody else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lienthong.kernel.people.actions.access import IssuedCode, invite_first_administrator
from lienthong.kernel.people.actions.persons import NewPerson, register_first_administrators
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit


class Command(BaseCommand):
    help = "Register the first two administrators of a new installation and print their codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("full_name")
        parser.add_argument("username")
        second = parser.add_mutually_exclusive_group(required=True)
        second.add_argument("--second", nargs=2, metavar=("FULL_NAME", "USERNAME"))
        second.add_argument("--single", action="store_true", help="run with one administrator")
        parser.add_argument("--unit", type=int, help="default: the top of the tree")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["single"] and not settings.SINGLE_ADMINISTRATOR:
            raise CommandError(
                "Set LIENTHONG_SINGLE_ADMINISTRATOR=1 first: the pages say it aloud."
            )
        units = Unit.objects.order_by("path")
        unit = units.filter(pk=options["unit"]).first() if options["unit"] else units.first()
        if unit is None:
            raise CommandError("There is no organisation yet: found one first.")
        named = [(options["full_name"], options["username"]), *filter(None, [options["second"]])]
        try:
            for issued in _invited(named, unit):
                expiry = f"{issued.expires_at:%d/%m/%Y %H:%M}"
                self.stdout.write(f"{issued.username}  {issued.code}  ({expiry})")
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from None


@transaction.atomic
def _invited(named: list[tuple[str, str]], unit: Unit) -> list[IssuedCode]:
    new = [NewPerson(full_name) for full_name, _username in named]
    persons = register_first_administrators(new, unit=unit, title="Quản trị đơn vị")
    usernames = [username for _full_name, username in named]
    return [
        invite_first_administrator(person, username)
        for person, username in zip(persons, usernames, strict=True)
    ]
