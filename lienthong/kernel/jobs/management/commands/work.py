from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lienthong.kernel.jobs.running import run_jobs
from lienthong.kernel.jobs.worker import work


class Command(BaseCommand):
    help = "Do background work until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")
        parser.add_argument("--once", action="store_true", help="do what is due, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            run_jobs()
        else:
            work(concurrency=options["concurrency"])
