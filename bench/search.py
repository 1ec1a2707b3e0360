"""Searching a province's library of texts: how long it takes with rights, and that nothing leaks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import connection
from django.urls import reverse

from config.wsgi import application as product
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.search.public import Found, Hit, Question, find, index
from lienthong.records.correspondence.public import received_for
from lienthong.records.documents.public import SEARCHED_AS, Document
from lienthong.records.documents.queries.seen import documents_listed_for

from .database import own_database
from .library import Library
from .office import Office
from .pages import asked_of
from .results import Result, median, percentile, progress, say

TIERS = {"province": 200_000}
PROMISED = 120.0  # ms, of the slowest of twenty
ROUNDS, WARM = 3, 1
AT_ONCE = 500
PERSONS = (
    "province_clerk",
    "province_secretary",
    "specialist",
    "auditor",
    "commune_clerk",
    "commune_secretary",
    "branch_secretary",
    "member",
)
QUESTIONS = {
    "one common word": Question("nhiệm vụ"),
    "two words": Question("chuyen doi so"),
    "with marks": Question("chữ ký số"),
    "far apart": Question("vuon uom tram y te"),
    "a phrase": Question("“rừng phòng hộ”"),
    "a phrase of many words": Question('"kiểm tra hồ sơ công việc"'),
    "common words, rarely together": Question('"vụ xây"'),
    "a beginning": Question("thư viện x"),
    "a longer beginning": Question("kho luu tr"),
    "a number": Question("12-NQ/TU"),
    "a number as it is typed": Question("35 kh du"),
    "of a type": Question("đê biển", facts={"type": "plan"}),
    "of an issuer": Question("cải cách", names={"issuer": "tỉnh ủy"}),
    "of a signer": Question("bão lũ", names={"signer": "bích ngân"}),
    "drafts": Question("an toàn thông tin", facts={"state": "draft"}),
    "newest first": Question("đường liên thôn", order="day"),
    "a rare place": Question("Vĩnh Khê Lâm Hội"),
    "nothing": Question("kính hiển vi điện tử"),
    "all of a type": Question(facts={"type": "resolution"}),
}
FLOOR = """
SELECT id, title FROM search_searchentry WHERE vector @@ %s::tsquery
ORDER BY happened_on DESC, id DESC LIMIT 21
"""


def run(*, as_json: bool, size: str = "full", tier: str = "province") -> bool:
    """Measure, say the figures, and tell whether the promise was kept and nothing leaked."""
    number = TIERS[tier] if size == "full" else TIERS[tier] // 10
    with own_database():
        library = _library(number)
        progress("asking …")
        results = [*_speed(library), *_pages(library), *_leaks(library)]
    for result in results:
        say(result, as_json=as_json)
    return all(result.ok is not False for result in results)


def _library(number: int) -> Library:
    progress("founding the province …")
    library = Library(Office())
    progress(f"writing {number:,} documents …")
    library.fill(number)
    began = time.perf_counter()
    progress("indexing them …")
    index_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    progress(f"indexed in {time.perf_counter() - began:.0f} s")
    return library


def index_all() -> None:
    """Every document, as a rebuild does it; the index of words is made when all are there."""
    keys = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'search_words_and_rights'"
        )
        (made_by,) = cursor.fetchone()
        cursor.execute("DROP INDEX search_words_and_rights")
        for since in range(0, len(keys), AT_ONCE):
            index(SEARCHED_AS, keys[since : since + AT_ONCE])
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(made_by)


def _speed(library: Library) -> Iterator[Result]:
    """Each question by each person, in turn; beside it the index alone, without rights and texts."""
    taken: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    bare: list[float] = []
    actors = [library.actor(who) for who in PERSONS]
    for number in range(WARM + ROUNDS):
        for name, question in QUESTIONS.items():
            for actor in actors:
                spent = _timed(lambda actor=actor, question=question: find(actor, question))
                floor = _timed(lambda question=question: _bare(question))
                if number >= WARM:
                    taken[name].append(spent)
                    bare.append(floor)
    every = [one for times in taken.values() for one in times]
    for name, times in taken.items():
        yield Result(f"search.{name}", percentile(times, 0.95), "ms, p95")
    yield Result("search.median", median(every), "ms", median(bare), median(every) / median(bare))
    yield _promised("search.p95", percentile(every, 0.95), percentile(bare, 0.95))


def _promised(name: str, value: float, floor: float) -> Result:
    kept = value <= PROMISED
    return Result(name, value, "ms", floor, value / floor, f"≤ {PROMISED:.0f} ms", kept)


def _timed(ask: object) -> float:
    began = time.perf_counter()
    ask()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000


def _bare(question: Question) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [question.tiers[-1]])
        cursor.fetchall()


def _pages(library: Library) -> Iterator[Result]:
    """The whole page, as the server answers it."""
    clerk = library.office.cookies_of(library.posts["commune_clerk"])
    times = []
    for number in range(WARM + ROUNDS):
        for question in QUESTIONS.values():
            if not question.words:
                continue
            address = f"{reverse('desk:search')}?q={question.words.replace(' ', '+')}"
            spent = asked_of(product, address, clerk)[0] * 1000
            if number >= WARM:
                times.append(spent)
    yield Result("search.page.median", median(times), "ms")
    yield Result("search.page.p95", percentile(times, 0.95), "ms")


@dataclass
class Leaks:
    """What was found that its finder may not see, and what was not found that they may."""

    titles: int = 0
    counts: int = 0
    passages: int = 0
    missed: int = 0
    compared: int = 0


def _leaks(library: Library) -> Iterator[Result]:
    """Against the slow question of the rooms themselves, one document at a time.

    Each needle is searched by everybody, to the last page; of the common questions each page is looked at.
    """
    leaks = Leaks()
    for who in PERSONS:
        actor = library.actor(who)
        for needle, keys in sorted(library.needles.items())[::3]:
            _compare(actor, needle, keys, leaks)
        for question in QUESTIONS.values():
            found = find(actor, question)
            leaks.titles += sum(not may_see(actor, hit.key) for hit in found.hits)
            leaks.compared += len(found.hits)
    progress(f"{leaks.compared:,} titles compared with what may be seen")
    for name in ("titles", "counts", "passages", "missed"):
        number = getattr(leaks, name)
        yield Result(f"search.leaked.{name}", number, "of them", target="0", ok=number == 0)


def _compare(actor: Actor, needle: str, keys: set[int], leaks: Leaks) -> None:
    expected = {key for key in keys if may_see(actor, key)}
    for words in (needle, f'"{needle}"'):
        first = find(actor, Question(words))
        hits = list(every_hit(actor, Question(words), first))
        found = {hit.key for hit in hits}
        leaks.titles += len(found - expected)
        leaks.missed += len(expected - found) + len(hits) - len(found)
        leaks.counts += first.count != min(
            len(expected), first.count if first.is_open else len(expected)
        )
        leaks.passages += sum(
            hit.excerpt is None or needle not in "".join(one.text for one in hit.excerpt.pieces)
            for hit in hits
        )
        leaks.compared += len(hits)


def every_hit(actor: Actor, question: Question, first: Found) -> Iterator[Hit]:
    """Page after page, to the last one."""
    page = first
    yield from page.hits
    while page.next:
        page = find(actor, replace(question, after=page.next))
        yield from page.hits


def may_see(actor: Actor, key: int) -> bool:
    """The question the pages of the rooms ask before they show one document."""
    if documents_listed_for(actor).filter(pk=key).exists():
        return True
    audience = Document.objects.filter(pk=key).values_list("audience_id", flat=True).first()
    return audience is not None and received_for(actor, audience) is not None
