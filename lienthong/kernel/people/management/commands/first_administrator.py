"""manage.py first_administrator: who may invite everybody else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lienthong.kernel.people.actions.access import invite_first_administrator
from lienthong.kernel.people.actions.persons import NewPerson, register_first_administrator
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.units.public import Unit


class Command(BaseCommand):
    help = "Register the first administrator of a new installation and print a one-time code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("full_name")
        parser.add_argument("username")
        parser.add_argument("--unit", type=int, help="default: the top of the tree")

    def handle(self, *args: Any, **options: Any) -> None:
        units = Unit.objects.order_by("path")
        unit = units.filter(pk=options["unit"]).first() if options["unit"] else units.first()
        if unit is None:
            raise CommandError("There is no organisation yet: found one first.")
        try:
            with transaction.atomic():
                person = register_first_administrator(
                    NewPerson(options["full_name"]), unit=unit, title="Quản trị đơn vị"
                )
                issued = invite_first_administrator(person, options["username"])
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from None
        self.stdout.write(f"{issued.username}  {issued.code}  ({issued.expires_at:%d/%m/%Y %H:%M})")
