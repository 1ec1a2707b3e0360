"""Comments of the drafting office: on words, which they follow; answered, resolved, seen by nobody else."""

import random

import pytest
from django.core.exceptions import PermissionDenied

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.clauses.changes import Changes
from lienthong.records.texts.clauses.identity import new_wid
from lienthong.records.texts.clauses.pieces import flat
from lienthong.records.texts.models import Text
from lienthong.records.texts.public import new_text

from ..actions import clauses, commenting, taking_in, writing
from ..actions.commenting import NewComment
from ..models import Comment, Opinion
from ..queries.anchors import Anchor, followed
from ..queries.comments import comments_on
from ..queries.opinions import Said, clauses_with_opinions, on_the_whole, opinions_on
from .test_opinions import ask, give, notices_of
from .test_pages import address, get

pytestmark = pytest.mark.django_db
CLAUSES, VERSIONS = 120, 10


@pytest.fixture
def document(province):
    return province.draft()


def text_of(document):
    return Text.objects.get(pk=document.text_id)


def piece(document, wid):
    return next((one for one in flat(text_of(document).body) if one["wid"] == wid), None)


def first_clause(document):
    return document.text.body[0]["children"][0]["wid"]


def comment(province, document, wid, quote="", text="Nêu rõ nguồn.", who="specialist"):
    new = NewComment(wid, text, quote)
    return commenting.comment(document.pk, new, actor=province.actor(who))


def written(province, document, *puts, drops=(), who="specialist"):
    changes = Changes(text_of(document).revision, puts, tuple(drops), None)
    return writing.write_text(document.pk, changes, take_over=True, actor=province.actor(who))


def stands(made):
    made.refresh_from_db()
    return made.wid, made.begins


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        # What changed lies behind the words, before them, or on both sides.
        ("Trồng rừng ven đầm.", "Trồng rừng ven đầm phá.", 6),
        ("Trồng rừng ven đầm.", "Năm nay trồng rừng ven đầm.", 14),
        ("Trồng rừng ven đầm.", "Đất: trồng rừng phá.", 11),
        # The same words twice: those that were meant.
        ("rừng, rừng ven đầm", "rừng, nhiều rừng ven đầm", 12),
        ("Trồng rừng ven đầm.", "Trồng cây ven đầm.", None),
        ("Trồng rừng ven đầm.", None, None),
    ],
)
def test_a_place_is_found_again(before, after, found):
    begins = before.index("rừng v") if "rừng v" in before else 0
    words = {} if after is None else {"a": after}

    assert followed(Anchor("a", begins, "rừng"), {"a": before}, words).begins == found


def test_words_moved_to_another_clause_take_their_comment_along():
    before = {"a": "Một. Trồng rừng ven đầm.", "b": "Hai."}

    split = followed(
        Anchor("a", 5, "Trồng rừng"),
        before,
        {"a": "Một.", "new": "Trồng rừng ven đầm.", "b": "Hai."},
    )
    joined = followed(Anchor("b", 0, "Hai"), before, {"a": "Một. Trồng rừng ven đầm. Hai."})

    assert split == Anchor("new", 0, "Trồng rừng")
    assert joined == Anchor("a", 25, "Hai")


def test_a_comment_follows_its_words_and_stays_with_its_clause_when_they_are_gone(
    province, document
):
    wid = first_clause(document)
    made = comment(province, document, wid, "hai nghìn héc-ta")
    words = piece(document, wid)["lines"][0]

    written(province, document, piece(document, wid) | {"lines": [f"Năm 2027: {words}"]})
    assert stands(made) == (wid, f"Năm 2027: {words}".index("hai nghìn"))
    written(province, document, piece(document, wid) | {"lines": ["Một câu khác."]})
    assert stands(made) == (wid, None)
    (shown,) = comments_on(document.__class__.objects.get(pk=document.pk))
    assert shown.lost_said == "These words have been changed."
    # By the plain forms too, and when they come back.
    clauses.edit_clause(
        document.pk, wid, revision=text_of(document).revision, actor=province.actor("specialist"),
        marker="1.", heading="", text=words,
    )  # fmt: skip
    assert stands(made) == (wid, words.index("hai nghìn"))
    written(province, document, drops=[wid])
    assert stands(made) == (wid, None)
    (shown,) = comments_on(document.__class__.objects.get(pk=document.pk))
    assert (shown.lost_said, made.quote) == ("The clause has been taken out.", "hai nghìn héc-ta")


def test_a_comment_is_answered_resolved_and_opened_again(province, document):
    made = comment(province, document, first_clause(document), who="chief")
    drafter, chief = province.actor("specialist"), province.actor("chief")
    assert any("a comment on the draft" in one for one in notices_of(province, "specialist"))

    commenting.resolve_comment(document.pk, made.pk, actor=drafter)
    with pytest.raises(RuleBroken, match="resolved already"):
        commenting.resolve_comment(document.pk, made.pk, actor=drafter)
    commenting.answer_comment(document.pk, made.pk, text="Đã sửa.", actor=drafter)
    made.refresh_from_db()
    assert made.is_open, "who answers has not done with it"
    assert any("a comment on the draft" in one for one in notices_of(province, "chief"))
    commenting.resolve_comment(document.pk, made.pk, actor=chief)
    commenting.reopen_comment(document.pk, made.pk, actor=chief)
    with pytest.raises(RuleBroken, match="is open"):
        commenting.reopen_comment(document.pk, made.pk, actor=chief)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ({"text": " "}, "Write the comment"),
        ({"quote": "chữ không có"}, "do not stand in the clause"),
        ({"wid": "caaaaaaaaaa"}, "no longer in the text"),
        ({"text": "x" * 5001}, "at most 5000"),
    ],
)
def test_a_comment_on_nothing_is_refused(province, document, new, sentence):
    given = {"wid": first_clause(document), "text": "Nêu rõ nguồn."} | new

    with pytest.raises(RuleBroken, match=sentence):
        commenting.comment(document.pk, NewComment(**given), actor=province.actor("specialist"))


def test_nobody_outside_the_drafting_office_speaks_or_reads(signed_in, province, document):
    made = comment(province, document, first_clause(document))
    ask(province, document, province.organisation)

    with pytest.raises(PermissionDenied):
        comment(province, document, first_clause(document), who="head")
    head = signed_in("head")
    assert head.get(address("comments", document.pk)).status_code == 404
    assert made.text not in get(head, "opinions", document.pk)


def test_the_list_works_without_scripts_and_the_margin_gets_all_of_it(signed_in, document):
    wid, client = first_clause(document), signed_in("specialist")
    sent = {"wid": wid, "quote": "hai nghìn", "text": "Nguồn số liệu?"}
    assert client.post(address("comment_add", document.pk), sent).status_code == 302
    made = Comment.objects.get()

    page = get(client, "comments", document.pk)
    assert "<mark>hai nghìn</mark>" in page
    assert "Comments of the office" in get(client, "document", document.pk)
    answer = client.post(
        address("write_comments", document.pk), {"do": "resolve", "comment": made.pk}
    )
    (told,) = answer.json()["comments"]
    assert (told["wid"], told["quote"], told["resolved"]) == (wid, "hai nghìn", True)
    refused = client.post(address("write_comments", document.pk), {"do": "add", "wid": wid})
    assert (refused.status_code, refused.json()["says"]) == (400, "Write the comment.")


def test_a_long_draft_of_two_writers_keeps_every_opinion_and_comment_on_its_clause(province):
    """120 clauses, ten versions: each wording is found beside its clause, each comment at its words."""
    chance = random.Random(54)  # noqa: S311 -- the same edits each time
    document, said = long_draft(province), {}
    wids = [one["wid"] for one in flat(text_of(document).body)]
    ask(province, document, province.organisation)
    opined = wids[::4]
    for wid in wids[1::3]:
        said[comment(province, document, wid, f"số {wids.index(wid)}").pk] = wid
    told = [
        Opinion(
            wid=wid, stance="amend", proposal="reword", wording=[f"{words_of(document, wid)} Thêm."]
        )
        for wid in opined
    ]
    give(province, document, "head", *told)

    for version in range(VERSIONS):
        who = ("specialist", "chief")[version % 2]
        edit_here_and_there(province, document, chance, who=who)
    texts = {one["wid"]: "\n".join(one["lines"]) for one in flat(text_of(document).body)}

    assert text_of(document).versions.count() >= VERSIONS
    for key, wid in said.items():
        made = Comment.objects.get(pk=key)
        assert made.wid == wid
        assert texts[wid][made.begins :].startswith(made.quote)
    for opinion in Opinion.objects.exclude(proposal=""):
        assert opinion.wid in texts
        taking_in.take_in(
            opinion.pk, "explained", "Giữ nguyên.", actor=province.actor("specialist")
        )
    assert {one.wid for one in Opinion.objects.exclude(proposal="")} == set(opined)
    opinions_page_names_each(document, opined)


def long_draft(province):
    document = province.draft()
    body = [
        {"kind": "clause", "marker": f"{at + 1}.", "heading": None, "children": [],
         "text": f"Nhiệm vụ số {at} của cấp ủy, giao cơ quan chủ trì thực hiện."}
        for at in range(CLAUSES)
    ]  # fmt: skip
    document.text = new_text(body, actor=province.actor("specialist"))
    document.save()
    return document


def words_of(document, wid):
    return "\n".join(piece(document, wid)["lines"])


def edit_here_and_there(province, document, chance, *, who):
    """Words before and behind those spoken of, a clause moved, a new one put in."""
    pieces = flat(text_of(document).body)
    chosen = chance.sample(pieces, 15)
    puts = []
    for one in chosen:
        line = one["lines"][0]
        line = chance.choice(
            [f"Trước hết, {line}", f"{line} Báo cáo quý.", line.replace("giao", "phân công")]
        )
        puts.append(one | {"lines": [line]})
    new = pieces[0] | {
        "wid": new_wid(),
        "lines": ["Nhiệm vụ mới."],
        "after": chance.choice(pieces)["wid"],
    }
    order = [one["wid"] for one in pieces]
    order.insert(order.index(new["after"]) + 1, new["wid"])
    moved = order.pop(chance.randrange(len(order)))
    order.insert(chance.randrange(len(order)), moved)
    changes = Changes(text_of(document).revision, (*puts, new), (), tuple(order))
    writing.write_text(document.pk, changes, take_over=True, actor=province.actor(who))
    writing.keep_version(document.pk, name="Bản", actor=province.actor(who))


def opinions_page_names_each(document, opined):
    said = [Said(one, None) for one in opinions_on(document)]
    shown = clauses_with_opinions(text_of(document).body, said, {})
    beside = {place.wid for one in shown for place in one.places if place.said}
    assert beside == set(opined)
    assert on_the_whole(shown, said) == []
