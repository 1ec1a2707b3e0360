"""The search page: what each kind of person finds, follows and keeps; how the index follows the actions."""

import re

import pytest
from django.urls import reverse

from lienthong.kernel.search.public import Question, find, index
from lienthong.kernel.web.tests.costs import cost_of
from lienthong.portals.desk.views.search import after_in
from lienthong.records.correspondence.public import Instruction, direct, register_incoming
from lienthong.records.documents.public import SEARCHED_AS
from lienthong.records.texts.models import Text, TextVersion

BUDGET = 10
SEARCH = "/search/"
HOSTILE = "<script>alert(1)</script>"


def clause(wid, eid, label, text):
    said = {"wid": wid, "eid": eid, "label": label, "text": text}
    return {**said, "kind": "clause", "marker": "1.", "heading": None, "children": []}


BODY = [
    clause("caaaaaaaaaa", "art_1", "Điều 1", "Trồng cây ven đầm"),
    clause(
        "cbbbbbbbbbb", "art_3__cl_2", "khoản 2 Điều 3", f"Giao chi bộ ươm giống {HOSTILE} & đước"
    ),
]


def with_text(document, body=BODY):
    """A document with clauses, as if it had been frozen so."""
    text = Text.objects.create(body=body)
    version = TextVersion.objects.create(text=text, number=1, body=body, sha256="0" * 64)
    document.text, document.version = text, version
    document.save(update_fields=["text", "version"])
    index(SEARCHED_AS, [document.pk])
    return document


def asked(client, words="", **narrowed):
    answer = client.get(SEARCH, {"q": words, **narrowed})
    assert answer.status_code == 200
    return answer


def found(client, words="", **narrowed):
    return len(asked(client, words, **narrowed).context["lines"])


def test_a_clause_is_found_shown_escaped_and_led_to(house, enter):
    document = with_text(house.resolution())

    page = asked(enter("branch_secretary"), "uom giong script").content.decode()

    reading = reverse("correspondence:reading", args=[document.audience_id])
    assert f'href="{reading}#art_3__cl_2">khoản 2 Điều 3</a>' in page
    assert "Giao chi bộ <mark>ươm giống</mark> &lt;<mark>script</mark>&gt;alert(1)" in page
    assert HOSTILE not in page
    text = enter("branch_secretary").get(reading).content.decode()
    assert 'id="art_3__cl_2"' in text
    assert HOSTILE not in text


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("province_clerk", True),
        ("province_specialist", True),
        ("province_head", True),
        ("clerk", True),
        ("chief", True),
        ("secretary", True),
        ("branch_secretary", True),
        ("member", True),
        ("other_clerk", True),
        ("part_secretary", True),
        ("head", False),
        ("specialist", False),
        ("inspector", False),
    ],
)
def test_a_clause_is_found_by_those_who_may_read_it(house, enter, who, finds):
    with_text(house.resolution())
    client = enter(who)

    page = asked(client, "ươm giống")

    assert bool(page.context["lines"]) is finds
    assert ("đước" in page.content.decode()) is finds
    if finds:
        assert client.get(page.context["lines"][0].hit.path).status_code == 200
        assert client.get(page.context["lines"][0].hit.text_path.split("#")[0]).status_code == 200


def test_a_body_finds_what_it_was_given_and_its_neighbour_does_not(house, enter):
    document = with_text(house.resolution())
    entry = register_incoming(document.audience_id, house.commune.pk, actor=house.actor("clerk"))
    assert found(enter("head"), "ươm giống") == 0

    given = Instruction(house.building.pk, "Tham mưu.")
    direct(entry.pk, given=given, actor=house.actor("secretary"))

    assert found(enter("head"), "ươm giống") == found(enter("specialist"), "ươm giống") == 1
    assert found(enter("inspector"), "ươm giống") == 0


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({"type": "resolution"}, 1),
        ({"type": "plan"}, 0),
        ({"type": "nonsense"}, 1),
        ({"issuer": "dong xuan"}, 1),
        ({"issuer": "Bình Lạc"}, 0),
        ({"signer": "không ai"}, 0),
        ({"day_from": "01/01/2030"}, 0),
        ({"day_until": "01/01/2030"}, 1),
        ({"day_from": "31/02/2026"}, 1),
        ({"state": "issued"}, 1),
        ({"state": "draft"}, 0),
        ({"page": "x"}, 1),
        ({"page": "9-9-99999999999999999999"}, 1),
    ],
)
def test_what_is_found_can_be_narrowed(house, enter, narrowed, count):
    with_text(house.resolution())

    assert found(enter("clerk"), "ươm giống", **narrowed) == count


def test_filters_alone_ask_too_and_nothing_found_says_what_to_try(house, enter):
    house.resolution()
    assert found(enter("clerk"), type="resolution") == 1

    page = asked(enter("clerk"), "không có", type="plan").content.decode()
    assert "Nothing found for “không có”" in page
    assert "Try fewer filters" in page
    assert 'href="?q=' in page


def test_pages_follow_each_other_and_say_nothing_twice(house, enter, monkeypatch):
    documents = [house.resolution() for _ in range(5)]
    monkeypatch.setattr("lienthong.portals.desk.views.search.ON_A_PAGE", 2)
    client, seen = enter("clerk"), []
    answer = asked(client, "rung ngap man")
    assert answer.context["count_said"] == "5 results"
    while True:
        seen += [line.hit.key for line in answer.context["lines"]]
        if not answer.context["next_url"]:
            break
        answer = client.get(SEARCH + answer.context["next_url"])
    assert seen == [one.pk for one in reversed(documents)]


@pytest.mark.parametrize("page", ["", "1", "a-b-c", "1-2", "1-99999999-1", "-1-2-3", "1-2-3-4"])
def test_a_page_that_is_none_is_the_first(page):
    assert after_in(page) is None


@pytest.mark.parametrize("who", ["clerk", "member", "head", "province_clerk"])
def test_a_search_costs_no_more_statements_however_much_is_found(house, enter, who):
    for _ in range(6):
        with_text(house.resolution())

    statements = cost_of(enter(who), SEARCH + "?q=uom+giong&type=resolution&issuer=tinh")

    assert len(statements) <= BUDGET, "\n".join(one[:300] for one in statements)


# --- Kept searches ----------------------------------------------------------------------------------


def sent(client, what, query="?q=rung&type=resolution", **fields):
    return client.post(SEARCH + query, {"do": what, **fields})


def kept(client):
    return [(one.name, one.query) for one, *_said in asked(client).context["kept"]]


def test_a_search_is_kept_applied_renamed_and_deleted_by_its_person(house, enter):
    mine = [("Rừng", "q=rung&type=resolution")]
    assert sent(enter("clerk"), "keep", name="Rừng").status_code == 302
    assert kept(enter("clerk")) == mine
    which = asked(enter("clerk")).context["kept"][0][0].pk

    assert kept(enter("secretary")) == []
    sent(enter("secretary"), "rename", name="Của tôi", filter=which)
    sent(enter("secretary"), "remove", filter=which)
    assert kept(enter("clerk")) == mine

    sent(enter("clerk"), "rename", name="Rừng ven đầm", filter=which)
    assert kept(enter("clerk")) == [("Rừng ven đầm", "q=rung&type=resolution")]
    sent(enter("clerk"), "remove", filter=which)
    assert kept(enter("clerk")) == []


def test_a_search_without_a_name_or_without_words_is_not_kept(house, enter):
    clerk = enter("clerk")

    for answer in (sent(clerk, "keep", name=""), sent(clerk, "keep", query="", name="Rừng")):
        assert answer.status_code == 409
        assert 'role="alert"' in answer.content.decode()
    assert kept(clerk) == []


def test_the_field_is_reached_by_a_key_and_the_page_needs_no_script(house, enter):
    page = asked(enter("clerk"), "x").content.decode()

    assert re.search(r'id="words"[^>]*name="q"|name="q"[^>]*id="words"', page)
    assert 'aria-keyshortcuts="/"' in page
    assert find(house.actor("clerk"), Question("")).count == 0


def news_of(client):
    return [news for _one, _is_current, news in client.get(SEARCH).context["kept"]]


def test_a_kept_search_says_how_much_has_come_since_one_looked(house, enter):
    client = enter("clerk")
    client.post(f"{SEARCH}?q=trong+cay", {"do": "keep", "name": "Cây"})
    client.get(SEARCH, {"q": "trong cay"})
    assert news_of(client) == [0]

    with_text(house.resolution())
    assert news_of(client) == [1]

    client.get(SEARCH, {"q": "trong cay"})
    assert news_of(client) == [0]


def test_what_one_may_not_see_is_not_counted_as_new(house, enter):
    client = enter("inspector")
    client.post(f"{SEARCH}?q=trong+cay", {"do": "keep", "name": "Cây"})
    client.get(SEARCH, {"q": "trong cay"})

    with_text(house.resolution())

    assert news_of(client) == [0]
