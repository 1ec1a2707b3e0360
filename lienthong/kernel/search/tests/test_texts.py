"""Texts are found by their words, phrases and numbers; what is shown of them; how the index is kept."""

import datetime as dt

import pytest

from lienthong.kernel.permissions import permissions as registry
from lienthong.kernel.permissions.public import OWN, Actor, Permission
from lienthong.kernel.search import sources
from lienthong.kernel.search.actions import AT_ONCE, index, rebuild, rebuild_further, write
from lienthong.kernel.search.models import SearchEntry, SearchRebuild, SearchWay
from lienthong.kernel.search.passages import best_excerpt, marked
from lienthong.kernel.search.public import (
    BY_DAY,
    Findable,
    Passage,
    Question,
    Source,
    VisibleTo,
    find,
)
from lienthong.kernel.search.queries import MOST_COUNTED

pytestmark = pytest.mark.django_db

READ = Permission("kettles.read", "Read", OWN, ("reader",))
HERE, ELSEWHERE = "00001", "00002"
DAY = dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _roles(monkeypatch):
    monkeypatch.setattr(registry, "_declared", {READ.codename: READ})


def reader(path=HERE):
    return Actor(person_id=1, post_id=1, unit_id=1, role="reader", path=path)


def thing(key, title="Báo cáo", *passages, at=HERE, on=DAY, **about):
    way = VisibleTo(f"/{key}/", (READ,), (at,), text_path=f"/{key}/text/")
    return Findable("kettles", key, title, on, (way,), passages=passages, **about)


def keys(words="", actor=None, **narrowed):
    return [hit.key for hit in find(actor or reader(), Question(words, **narrowed)).hits]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("trồng rừng", [1, 2]),
        ("trong rung", [1, 2]),
        ('"trong rung ngap man"', [1]),
        ("“rừng ngập mặn ven đầm”", [1]),
        ('"ngập rừng"', []),
        # Pairs alone would find it: each two stand side by side, the four never do.
        ('"rung trong rung ngap"', []),
        ('"đầm" chăm sóc', [1]),
        # A phrase does not go on from one clause into the next.
        ('"ven đầm chăm sóc"', []),
    ],
)
def test_words_and_phrases_of_a_text_are_found_with_marks_and_without(asked, found):
    write(
        [
            thing(1, "Kế hoạch", "Trồng rừng ngập mặn ven đầm", "Chăm sóc vườn ươm"),
            thing(2, "Kế hoạch", "Rừng phòng hộ", "Trồng tre. Trong rừng trồng rừng phi lao"),
        ]
    )

    assert sorted(keys(asked)) == found


@pytest.mark.parametrize("asked", ["12-NQ/TU", "12 nq tu", "12nqtu", "012-nq/tu", "12 – NQ / TU"])
def test_a_number_finds_its_document_before_those_that_cite_it(asked):
    write(
        [
            thing(1, "Báo cáo", "thực hiện Nghị quyết số 12-NQ/TU", on=DAY + dt.timedelta(days=9)),
            thing(2, "12-NQ/TU Nghị quyết", number="12-NQ/TU"),
            thing(3, "112-NQ/TU Nghị quyết", number="112-NQ/TU"),
            thing(4, "12-NQ/TW Nghị quyết", number="12-NQ/TW"),
        ]
    )

    found = keys(asked)
    assert found[0] == 2
    assert set(found) <= {1, 2}


def test_nearer_goes_before_newer_unless_the_newest_are_asked_for():
    later = [DAY + dt.timedelta(days=days) for days in range(5)]
    write(
        [
            thing(1, "Chuyển đổi số", on=later[0]),
            thing(2, "Kế hoạch", "về chuyển đổi số", on=later[1]),
            thing(3, "Kế hoạch", "Đổi mới và chuyển giao", "hai số liệu", on=later[2]),
        ]
    )

    assert keys("chuyen doi so") == [1, 2, 3]
    assert keys("chuyen doi so", order=BY_DAY) == [3, 2, 1]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"facts": {"type": "plan"}}, [1]),
        ({"facts": {"type": "plan", "state": "draft"}}, []),
        ({"facts": {"state": "draft"}}, [2]),
        ({"names": {"signer": "bích ngân"}}, [2]),
        ({"names": {"signer": "ngân", "issuer": "xã"}}, []),
        ({"since": DAY}, [2]),
        ({"until": DAY - dt.timedelta(days=1)}, [1]),
        ({"since": DAY, "until": DAY - dt.timedelta(days=1)}, []),
    ],
)
@pytest.mark.parametrize("words", ["", "báo cáo"])
def test_what_is_found_is_narrowed_by_facts_names_and_days(words, narrowed, found):
    write(
        [
            thing(
                1,
                facts={"type": "plan"},
                state="issued",
                names={"signer": "Lê Quang Duy", "issuer": "Đảng ủy xã"},
                on=DAY - dt.timedelta(days=1),
            ),
            thing(2, facts={"type": "report"}, state="draft", names={"signer": "Trần Bích Ngân"}),
        ]
    )

    assert keys(words, **narrowed) == found


@pytest.mark.parametrize(
    "word", ["type", "typ", "issuer", "state", "=type=plan", "signer:duy", "*", "^bao"]
)
def test_nothing_is_found_by_the_signs_of_the_index(word):
    write([thing(1, "Kế hoạch", facts={"type": "plan"}, names={"signer": "Duy"})])

    assert keys(word) == []


HOSTILE = [
    '"',
    '""""',
    "'",
    "%",
    "\\",
    "\\'",
    "a\\",
    "' | 'bao",
    "%_%",
    ":*",
    "!!",
    "&&&|||",
    "<->",
    "()",
    "\x00",
    "😀",
    "\u202e",
    "bao\x00cao",
    "“" * 500,
    '"a" ' * 3_000,
    "a" * 10_000,
    "bao " * 10_000,
    "báo-" * 5_000,
    " ".join(f"x{n}" for n in range(5_000)),
    "-/,." * 2_500,
]


@pytest.mark.parametrize("asked", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("order", ["", BY_DAY])
def test_nothing_anybody_can_type_breaks_the_search(asked, order):
    write([thing(1, "Báo cáo", "100% kế hoạch \\ 'quý'")])

    assert keys(asked, order=order) in ([], [1])


def test_what_one_may_not_see_is_neither_shown_nor_counted_nor_led_to():
    write([thing(key, "Báo cáo", at=HERE if key % 3 else ELSEWHERE) for key in range(1, 31)])

    found = find(reader(), Question("báo cáo"), page=5)
    assert (found.count, len(found.hits), found.is_open) == (20, 5, False)
    seen = []
    while found.next:
        seen += found.hits
        found = find(reader(), Question("báo cáo", after=found.next), page=5)
    assert [hit.key for hit in [*seen, *found.hits]] == [key for key in range(30, 0, -1) if key % 3]
    assert find(reader("00009"), Question("báo cáo")).count == 0


def test_no_more_are_counted_than_can_be_told_apart():
    write([thing(key) for key in range(1, MOST_COUNTED + 2)])

    assert find(reader(), Question("báo cáo")).is_open


def test_where_many_share_a_mark_and_may_not_see_the_rest_is_looked_at():
    """Marks are of places, rights of permissions there: who holds another one shares the mark."""
    other = Permission("kettles.boil", "Boil", OWN, ("cook",))
    way = VisibleTo("/", (other,), (HERE,))
    hidden = [Findable("kettles", key, "Báo cáo", DAY, (way,)) for key in range(100, 500)]
    write([*hidden, thing(1)])

    assert keys("báo cáo") == [1]


def test_a_thing_opens_where_it_is_first_open_to_the_reader():
    ways = tuple(
        VisibleTo(path, (READ,), (at,)) for path, at in (("/a/", ELSEWHERE), ("/b/", HERE))
    )
    write([Findable("kettles", 1, "Báo cáo", DAY, ways)])

    opened = [find(reader(at), Question("báo cáo")).hits[0].path for at in (HERE, ELSEWHERE)]
    assert opened == ["/b/", "/a/"]


def shown(text, asked):
    excerpt = best_excerpt(
        [Passage("Điều 1", "art_1", "Lời nói đầu"), Passage("Điều 2", "art_2", text)],
        Question(asked),
    )
    if excerpt is None:
        return None
    pieces = (f"[{one.text}]" if one.is_asked else one.text for one in excerpt.pieces)
    return f"{excerpt.place}: {''.join(pieces)}"


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        ("Trồng rừng ngập mặn", "rung ngap", "Điều 2: Trồng [rừng ngập] mặn"),
        ("Theo số 12-NQ/TU ngày 5", "12 nq tu", "Điều 2: Theo số [12-NQ/TU] ngày 5"),
        ("Họp uỷ ban, ủy viên", "ủy", "Điều 2: Họp [uỷ] ban, [ủy] viên"),
        ("Bồi dưỡng đảng viên", "dang v", "Điều 2: Bồi dưỡng [đảng] viên"),
        ("Bồi dưỡng đảng viên", "dang vi", "Điều 2: Bồi dưỡng [đảng viên]"),
        ("Không có gì", "rừng", None),
    ],
)
def test_the_passage_that_answers_is_shown_with_the_words_marked(text, asked, said):
    assert shown(text, asked) == said


def test_of_a_long_passage_the_piece_around_the_words_is_shown():
    text = f"{'mở đầu ' * 100}cây đước xanh {'kết thúc ' * 100}"

    said = shown(text, "cây đước")

    assert "[cây đước] xanh" in said
    assert said.startswith("Điều 2: … đầu mở đầu")
    assert said.endswith(" …")
    assert len(said) < 300


def test_every_letter_of_a_title_is_shown_once():
    title = "12-NQ/TU: <b>Rừng</b> & “đước” 😀"

    assert "".join(one.text for one in marked(title, Question("rừng b đước"))) == title


# --- How the index is kept --------------------------------------------------------------------------


class Kettles:
    """A room whose things are a dictionary."""

    def __init__(self):
        self.things = {}

    def source(self):
        return Source("kettles", self._of, self._after, lambda keys: {})

    def _of(self, keys):
        return [self.things[key] for key in keys if key in self.things]

    def _after(self, after, most):
        return sorted(key for key in self.things if key > after)[:most]


@pytest.fixture
def kettles(monkeypatch):
    room = Kettles()
    monkeypatch.setattr(sources, "_sources", {"kettles": room.source()})
    monkeypatch.setattr(sources, "_ways", {})
    return room


def everything():
    left = {"id", "entry_id"}
    entries = [
        {name: value for name, value in row.items() if name not in left}
        for row in SearchEntry.objects.order_by("key").values()
    ]
    ways = SearchWay.objects.order_by("entry__key", "position")
    return entries, list(
        ways.values_list("entry__key", "position", "path", "permissions", "unit_paths")
    )


def test_what_is_indexed_anew_is_as_if_it_had_been_so_from_the_beginning(kettles):
    for title in ("Kế hoạch", "Báo cáo"):
        kettles.things = {key: thing(key, f"{title} {key}") for key in (1, 2)}
        index("kettles", [1, 2])
    del kettles.things[2]
    index("kettles", [2])

    step_by_step = everything()
    SearchEntry.objects.all().delete()
    rebuild()
    while rebuild_further():
        pass

    assert everything() == step_by_step
    assert keys("kế hoạch") == []
    assert keys("báo cáo") == [1]
    assert not SearchRebuild.objects.filter(room="kettles").exists()


def test_a_rebuild_goes_on_where_it_ended(kettles):
    number = AT_ONCE + 1
    kettles.things = {key: thing(key) for key in range(1, number + 1)}
    rebuild("kettles")

    assert rebuild_further()
    assert SearchEntry.objects.count() == SearchRebuild.objects.get(room="kettles").after == AT_ONCE
    assert rebuild_further()
    assert SearchEntry.objects.count() == number
    assert not rebuild_further()


def test_a_room_above_adds_its_readers(kettles):
    kettles.things = {1: thing(1)}
    further = VisibleTo("/above/", (READ,), (ELSEWHERE,))
    sources.also_found("kettles", lambda keys: dict.fromkeys(keys, [further]))

    index("kettles", [1])

    assert find(reader(ELSEWHERE), Question("báo cáo")).hits[0].path == "/above/"


def test_a_text_of_any_length_is_kept_and_found_by_its_beginning():
    words = " ".join(f"từ{number} nghĩa{number}" for number in range(60_000))
    write([thing(1, "Báo cáo dài", words)])

    assert keys('"từ7 nghĩa7 từ8"') == keys("tu41 nghia41") == [1]
