from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lienthong.kernel.events.actions import relay_again
from lienthong.kernel.events.queries import undelivered


class Command(BaseCommand):
    help = "List reactions to events that failed; with --again, try once more what was given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for delivery in undelivered():
            state = "given up" if delivery.entry.given_up_at else "will be tried again"
            self.stdout.write(
                f"{delivery.entry.event} {delivery.entry_id} → {delivery.handler}: "
                f"{delivery.last_error}, {delivery.failures} times, {state}"
            )
        if options["again"]:
            self.stdout.write(f"{relay_again()} events are relayed again.")
