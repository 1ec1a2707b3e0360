"""`manage.py demo`: found the demonstration and play the journey once."""

import json
import shutil
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.table import Table

from config.demo import cast, desks, journey, organisation, report, tasks
from config.signer import a_signer
from lienthong.kernel.audit.public import record
from lienthong.kernel.database.public import make_tables
from lienthong.kernel.people.demo import demo_sign_ins
from lienthong.records.signing.public import the_signer


class Command(BaseCommand):
    help = "Found the fictional province and play the journey of a resolution once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tier", choices=sorted(organisation.TIERS), default="small")
        parser.add_argument("--document", type=Path)
        parser.add_argument("--json", dest="report")
        parser.add_argument("--fresh", action="store_true")
        parser.add_argument("--no-journey", action="store_true")

    def handle(self, *args: Any, **chosen: Any) -> None:
        self.console = Console(stderr=True, highlight=False)
        began = time.perf_counter()
        if chosen["fresh"]:
            self._begin_empty()
        call_command("seed", verbosity=0)
        with a_signer(settings.VAR):
            stage, posts = self._found(chosen["tier"])
            if chosen["no_journey"]:
                return
            played = self._play(stage, posts, chosen["document"])
        if played is not None:
            self._keep_report(played, chosen, time.perf_counter() - began)
        if chosen["report"]:
            self._print_report(chosen["report"])
        self._sign_ins()

    def _begin_empty(self) -> None:
        """Forget the whole installation: data, files, keys. Never while it is being served."""
        if the_signer().is_there():
            raise CommandError("Stop the running installation first: its signer still answers.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        for made in (settings.FILES_ROOT, settings.KEYS / "trust", *_keys_of_people()):
            shutil.rmtree(made, ignore_errors=True) if made.is_dir() else made.unlink(
                missing_ok=True
            )
        make_tables()

    def _found(self, tier: str) -> tuple[cast.Stage, dict[str, Any]]:
        province = journey.found_already()
        if province is None:
            self.console.print(f"Lập tổ chức mẫu “{organisation.PROVINCE}” ({tier}) …")
            province = organisation.found(organisation.TIERS[tier])
            record(None, "demo.founded", province, tier=tier)
        elif cast.is_of_an_older_release():
            raise CommandError(
                "This demonstration is of an older release: begin anew with --fresh."
            )
        stage = cast.stage_of(province)
        posts = cast.cast_people(stage)
        cast.certify(posts, stage)
        return stage, posts

    def _play(
        self, stage: cast.Stage, posts: dict[str, Any], document: Path | None
    ) -> journey.Journey | None:
        if document is None and _marker().exists():
            return None
        played = journey.Journey(
            stage, posts, cast.actors(posts), tell=lambda s: self.console.print(f"  [dim]›[/] {s}")
        )
        journey.play(played, document or journey.TEXT)
        if document is None:
            desks.leave_work(played)
            tasks.carry_out(played)
        return played

    def _keep_report(self, played: journey.Journey, chosen: dict[str, Any], seconds: float) -> None:
        """Keep what there is to say of the journey, to be said again when it is not played again."""
        issued_document = played.issued_document
        assert issued_document.audience is not None, "the journey issues its document"
        reading = report.read_in(chosen["document"] or journey.TEXT)
        answer = {
            "read": reading,
            "recognised": report.recognised_in(reading),
            "clauses": issued_document.version.body
            if issued_document.version
            else issued_document.text.body,
            "issued": report.issued_as(issued_document),
            "letter": report.issued_as(played.letter) if played.letter else None,
            "receipts": report.receipts_of(issued_document.audience),
            "seconds": played.seconds | {"total": round(seconds, 3)},
        }
        written = json.dumps(answer, ensure_ascii=False, indent=1, default=str)
        _marker().write_text(written + "\n", "utf-8")

    def _print_report(self, path: str) -> None:
        written = _marker().read_text("utf-8")
        if not written:
            raise CommandError("The journey is of an older release: begin anew with --fresh.")
        if path == "-":
            sys.stdout.write(written)
        else:
            Path(path).write_text(written, "utf-8")

    def _sign_ins(self) -> None:
        table = Table(title="Đăng nhập", title_justify="left")
        for heading in (
            "Tên đăng nhập",
            "Họ và tên",
            "Chức vụ, nơi công tác",
            "Việc trong hành trình",
        ):
            table.add_column(heading)
        for part, unit in cast.cast_with_units():
            table.add_row(part.username, part.name, f"{part.title}, {unit}", part.does)
        self.console.print(table)
        password = demo_sign_ins()[0].password
        self.console.print(
            f"Mật khẩu chung: [bold]{password}[/]  ·  mã xác thực: script/demo code TÊN"
        )


def _keys_of_people() -> list[Path]:
    """Everything made for the people of the former demonstration."""
    made = [path for path in settings.KEYS.glob("*") if path.name.startswith(("signer", "demo"))]
    kept = (settings.KEYS / name for name in ("enrolment.token", "founding.json", "laid", "sealed"))
    return [*made, *kept, _marker()]


def _marker() -> Path:
    """What the journey that was played in this installation came to; there once it was played."""
    return Path(settings.VAR) / "demo-played"
