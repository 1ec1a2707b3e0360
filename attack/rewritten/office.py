"""An office with a signer and a history of some days, and what a superuser of its database may do."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.test import override_settings

from lienthong.kernel.audit import keeping
from lienthong.kernel.audit.binding import bind_versions
from lienthong.kernel.audit.checking import checked
from lienthong.kernel.audit.exporting import exported_lines
from lienthong.kernel.audit.public import record, sign_history
from lienthong.kernel.audit.sealing import seal_round
from lienthong.kernel.audit.tests.factories import an_actor
from lienthong.kernel.audit.tests.keeper import OfficeKeeper
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.audit.verifying import Fault
from lienthong.kernel.events.public import new_trace, tracing
from lienthong.kernel.people.models import Post
from lienthong.kernel.people.tests.factories import a_post, a_unit
from lienthong.kernel.units.public import Unit

HEADS, ENTRIES_A_HEAD = 10, 8


@dataclass
class Office:
    """Entries under heads, versions of posts under entries, and two exports of different days."""

    keeper: OfficeKeeper
    stranger: OfficeKeeper
    random: Random
    unit: Unit = field(init=False)
    older: list[str] = field(init=False)
    newest: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.unit = a_unit(kind="provincial_committee")
        for day in range(HEADS):
            self.work()
            self.ask("SELECT nextval(pg_get_serial_sequence('people_posthistory', 'pgh_id'))")
            bind_versions()
            seal_round()
            if day == HEADS // 2:
                self.older = self.export()
        self.newest = self.export()

    def work(self) -> list[Post]:
        """Some actions, half of which change a row whose versions are kept."""
        posts = []
        for number in range(ENTRIES_A_HEAD):
            with tracing(new_trace()), transaction.atomic():
                sign_history(an_actor())
                if number % 2:
                    posts.append(a_post(self.unit, "specialist"))
                    record(an_actor(), "people.appointed", posts[-1])
                else:
                    record(an_actor(), "documents.signed", self.unit, number=number)
        return posts

    def export(self) -> list[str]:
        return [json.dumps(line, ensure_ascii=False) for line in exported_lines()]

    def faults(self) -> list[Fault]:
        """What the check of the night finds now."""
        return checked()[1]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo at the end what is done to the database here, and what the signer made of it."""
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            copy = self.keeper.copied_to(Path(folder))
            with mock.patch.object(keeping, "_keepers", [copy]):
                yield
            transaction.set_rollback(True)

    # --- The hands of a superuser -------------------------------------------------------------

    def do(self, statement: str, *values: object) -> None:
        as_superuser(statement, *values)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())

    def an_entry(self) -> int:
        """The number of some sealed entry: not the first, not under the last head, and the last under none."""
        heads = [one for (one,) in self.ask("SELECT (content ->> 'n')::int FROM audit_sealhead")]
        *earlier, _last = sorted(heads)
        return self.random.choice([one for one in range(3, max(earlier)) if one not in heads])

    def a_head(self) -> int:
        """The row of some head, neither the first nor the last."""
        rows = self.ask("SELECT id FROM audit_sealhead ORDER BY id")
        return int(self.random.choice(rows[1:-1])[0])

    def a_hole(self) -> int:
        """A number whose transaction was rolled back."""
        rows = {row for (row,) in self.ask("SELECT pgh_id FROM people_posthistory")}
        return self.random.choice([one for one in range(1, max(rows)) if one not in rows])

    def a_version(self) -> int:
        """The number of a version that one of the actions here has written."""
        rows = self.ask("SELECT pgh_id FROM people_posthistory WHERE pgh_context ->> 'trace' <> ''")
        return int(self.random.choice(rows[:-1])[0])


@contextmanager
def an_office(seed: int = 2026) -> Iterator[Office]:
    """In the database at hand, with keys of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with override_settings(KEYS=place / "office" / "keys"):
            keeper = OfficeKeeper.at(place / "office")
            stranger = OfficeKeeper.at(place / "stranger")
            with mock.patch.object(keeping, "_keepers", [keeper]):
                yield Office(keeper, stranger, Random(seed))
