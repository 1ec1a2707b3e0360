from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lienthong.kernel.search.actions import rebuild, rebuild_further


class Command(BaseCommand):
    help = "Index anew what can be searched; it is searched meanwhile, and an end in the middle is gone on from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--room", default="", help="only the things of this room")

    def handle(self, *args: Any, **options: Any) -> None:
        rebuild(options["room"])
        while rebuild_further():
            pass
        self.stdout.write("Everything is indexed.")
