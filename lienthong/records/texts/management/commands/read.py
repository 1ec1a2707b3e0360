"""`script/read FILE [--json] [--typeset OUT.pdf [--day YYYY-MM-DD]]`: what would be read of a file, kept nowhere."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.records.texts.importing.drafts import draft_of, left_out_of, not_set
from lienthong.records.texts.importing.papers import in_plain_values, reading_of
from lienthong.records.texts.importing.saying import account_said
from lienthong.records.texts.printing import letter_missing
from lienthong.records.texts.typesetting import LetterMissing, typeset


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"a day is written YYYY-MM-DD, not {written}") from error


class Command(BaseCommand):
    help = "Say what would be read of a file: its documents, what is set aside, what is refused."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--typeset", type=Path, metavar="OUT.pdf", help="set it as a draft")
        parser.add_argument("--day", type=_day, help="the day of issue, whose profile is taken")
        parser.add_argument("--language", choices=("vi", "en"), default="vi")

    def handle(self, *args: Any, **chosen: Any) -> None:
        path: Path = chosen["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {path}") from error
        with override(chosen["language"]):
            reading = reading_of(data, path.name)
            if chosen["typeset"]:
                self._typeset(reading, chosen["typeset"], chosen["day"] or timezone.localdate())
            if chosen["json"]:
                said = in_plain_values(reading)
                self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1, default=str))
            else:
                self._say(reading)

    def _typeset(self, reading: dict[str, Any], out: Path, day: dt.date) -> None:
        """Set the first document of the file; the others of it are read only."""
        if not reading["papers"]:
            raise CommandError(
                _("There is nothing to set: %(why)s") % {"why": reading["refused"][0]["said"]}
            )
        try:
            paper = reading["papers"][0]
            out.write_bytes(typeset(draft_of(paper, day)).pdf)
        except LetterMissing as missing:
            raise CommandError(letter_missing(missing.letter)) from missing
        for words in (*left_out_of(paper), *not_set(reading)):
            self.stderr.write(
                _("Set, but the form has no place for it: %(words)s") % {"words": words}
            )

    def _say(self, reading: dict[str, Any]) -> None:
        for paper in reading["papers"]:
            kind = (paper["type"] or {}).get("name", "")
            self.stdout.write(" ".join(filter(None, (kind, paper["number"], paper["title"]))))
            self._outline(paper["clauses"], depth=1)
            for fault in paper["form"]:
                self.stdout.write(f"  ! {fault['said']}")
        if reading["papers"]:
            taken = reading["lines"] - len(reading["set_aside"]) - len(reading["refused"])
            self.stdout.write(account_said(reading | {"taken": taken}))
        for one in (*reading["set_aside"], *reading["refused"]):
            self.stdout.write(f"  {one['said']}: {one['text']}")

    def _outline(self, clauses: list[dict[str, Any]], depth: int) -> None:
        for clause in clauses:
            words = clause["heading"] or clause["text"] or _("(table)")
            mark = clause["marker"] or ""
            self.stdout.write(f"{'  ' * depth}{mark} {words[:90]}".rstrip())
            self._outline(clause["children"], depth + 1)
