"""Publishing to a whole nation: until every sampled organisation, on every level, sees the document."""

import datetime as dt
import itertools
import random
import threading
import time

from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.audiences.public import (
    Addressing,
    Audience,
    Purpose,
    Receipt,
    Scope,
    ScopeRule,
    arrivals_of,
    publish,
)
from lienthong.kernel.units.public import Unit, direct_subordinates

from .database import own_database
from .documents import one_document
from .nation import nation
from .results import Result, median, percentile, progress, say

TODAY = dt.date(2026, 3, 5)
ROUNDS = 7
SAMPLE_PER_LEVEL = 40
EARLIER_PAPERS = 100
NARROW_PAPERS = 8_000
RECEIPTS_OF_EACH = 500
RATIO_PROMISED = 2.0
P95_PROMISED_MS = 100.0

FLOOR_TABLE = """
CREATE TABLE floor_rule (id bigserial PRIMARY KEY, path text COLLATE "C" NOT NULL,
                         published_at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX ON floor_rule (path, published_at DESC);
"""
FLOOR_INBOX = """
SELECT rule.id, rule.published_at
FROM generate_series(5, length(%(path)s) - 5, 5) AS upto
CROSS JOIN LATERAL (SELECT id, published_at FROM floor_rule
                    WHERE path = left(%(path)s, upto) COLLATE "C"
                    ORDER BY published_at DESC LIMIT 50) rule
ORDER BY rule.published_at DESC LIMIT 50
"""


def run(*, as_json: bool, size: str = "full") -> bool:
    """Measure, say the figures, and tell whether every promise was kept."""
    with own_database():
        progress("planting the nation …")
        top = nation(size)
        total = Unit.objects.count()
        sample = _sample()
        _earlier_documents(top)
        progress(f"{total:,} organisations, {len(sample)} of them asked; {ROUNDS} rounds …")
        floors, ours, waits = [], [], []
        for _ in range(ROUNDS):
            floors.append(_floor(top, sample))
            ours.append(_ours(top, sample))
            waits += _inboxes_meanwhile(top, sample)
        results = _results(total, floors, ours, waits) + one_document()
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


def _results(
    total: int, floors: list[float], ours: list[float], waits: list[float]
) -> list[Result]:
    floor, value = median(floors) * 1000, median(ours) * 1000
    p95 = percentile(waits, 0.95) * 1000
    return [
        Result("fanout.organisations", total, "organisations"),
        Result(
            "fanout.publish_until_all_sampled_see_it",
            value,
            "ms",
            floor,
            value / floor,
            f"ratio ≤ {RATIO_PROMISED}",
            value / floor <= RATIO_PROMISED,
        ),
        Result(
            "fanout.inbox_p95_meanwhile",
            p95,
            "ms",
            target=f"≤ {P95_PROMISED_MS:.0f} ms",
            ok=p95 <= P95_PROMISED_MS,
        ),
    ]


def _sample() -> list[Unit]:
    """The same organisations for the floor and for us: some of every level below the Centre."""
    rng = random.Random(11)  # noqa: S311 -- a sample, not a secret
    sample: list[Unit] = []
    for length in (10, 15, 20, 25):
        ids = list(
            Unit.objects.extra(where=["length(path) = %s"], params=[length]).values_list(
                "pk", flat=True
            )
        )
        chosen = rng.sample(ids, min(SAMPLE_PER_LEVEL, len(ids)))
        sample += Unit.objects.filter(pk__in=chosen)
    return sample


def _addressing(top: Unit) -> Addressing:
    units = direct_subordinates(top, TODAY).values_list("pk", flat=True)
    return Addressing(
        units=dict.fromkeys(units, Purpose.CARRY_OUT),
        scope=Scope.BRANCHES,
        scope_paths=frozenset({top.path}),
    )


@transaction.atomic
def _earlier_documents(top: Unit) -> None:
    """A year of documents already there, with receipts, for both programs alike."""
    addressing = _addressing(top)
    branches = list(Unit.objects.filter(kind="branch")[:RECEIPTS_OF_EACH])
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLE)
    for _ in range(EARLIER_PAPERS):
        document = publish(addressing, issuer=top, on=TODAY, actor=None)
        Receipt.objects.bulk_create(
            Receipt(audience=document, unit=unit, path=unit.path) for unit in branches
        )
    _narrow_documents()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _narrow_documents() -> None:
    """Documents of committees below the Centre to their own branches, as most documents are."""
    committees = list(
        Unit.objects.filter(has_register=True, parent__isnull=False).order_by("pk")[:400]
    )
    now = timezone.now()
    documents = Audience.objects.bulk_create(
        Audience(issuer=unit, frozen_on=TODAY, published_at=now, scope=Scope.BRANCHES)
        for unit in itertools.islice(itertools.cycle(committees), NARROW_PAPERS)
    )
    ScopeRule.objects.bulk_create(
        ScopeRule(
            audience=document,
            path=document.issuer.path,
            frozen_on=TODAY,
            to_branches=True,
            published_at=now,
        )
        for document in documents
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO floor_rule (path) SELECT path FROM audiences_scoperule ORDER BY id"
        )


def _floor(top: Unit, sample: list[Unit]) -> float:
    """The least a program must do: one rule row, committed, then everybody asks."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO floor_rule (path) VALUES (%s) RETURNING id", [top.path])
        (rule,) = cursor.fetchone()
        for unit in sample:
            cursor.execute(FLOOR_INBOX, {"path": unit.path})
            if cursor.fetchall()[0][0] != rule:
                raise AssertionError("the floor program lost a document")
    return time.perf_counter() - began


def _ours(top: Unit, sample: list[Unit]) -> float:
    """The product: publish with all its rows, audit and event; then everybody asks."""
    addressing = _addressing(top)
    began = time.perf_counter()
    document: Audience = publish(addressing, issuer=top, on=TODAY, actor=None)
    for unit in sample:
        if arrivals_of(unit)[0].audience_id != document.pk:
            raise AssertionError(f"{unit.pk} does not see the document")
    return time.perf_counter() - began


def _inboxes_meanwhile(top: Unit, sample: list[Unit]) -> list[float]:
    """How long inboxes take while documents are being published."""
    addressing, stop = _addressing(top), threading.Event()

    def keep_publishing() -> None:
        while not stop.is_set():
            publish(addressing, issuer=top, on=TODAY, actor=None)
        connection.close()

    publisher = threading.Thread(target=keep_publishing)
    publisher.start()
    waits = []
    for unit in sample:
        began = time.perf_counter()
        arrivals_of(unit)
        waits.append(time.perf_counter() - began)
    stop.set()
    publisher.join()
    return waits
