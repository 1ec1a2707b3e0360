"""Filters kept under a name, each for the person who kept it."""

from types import SimpleNamespace

import pytest

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.web import filters
from lienthong.kernel.web.public import forget_filter, keep_filter, kept_filters, rename_filter

pytestmark = pytest.mark.django_db
MAI, LAN = SimpleNamespace(person_id=7), SimpleNamespace(person_id=8)
# The browser each of them sits at.
AT = {7: SimpleNamespace(session={}), 8: SimpleNamespace(session={})}


@pytest.fixture(autouse=True)
def fresh_sessions():
    for browser in AT.values():
        browser.session.clear()


def kept_at(actor, page="incoming"):
    return kept_filters(AT[actor.person_id], actor, page)


def kept(actor, page="incoming"):
    return [(one.name, one.query) for one in kept_at(actor, page)]


def keep(actor, page, **given):
    keep_filter(AT[actor.person_id], actor, page, **given)


def test_a_filter_is_kept_for_its_list_and_its_person_by_name():
    keep(MAI, "incoming", name="Tuần này", query="issued_from=23/11/2026")
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")
    keep(LAN, "incoming", name="Khẩn", query="urgency=express")

    assert kept(MAI) == [("Khẩn", "urgency=urgent"), ("Tuần này", "issued_from=23/11/2026")]
    assert kept(LAN) == [("Khẩn", "urgency=express")]
    assert kept(MAI, "outgoing") == []


def test_under_the_same_name_the_later_one_counts():
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")
    keep(MAI, "incoming", name="Khẩn", query="urgency=express")

    assert kept(MAI) == [("Khẩn", "urgency=express")]


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("", "q=a", "Give the filter a name"),
        ("a" * 61, "q=a", "Give the filter a name"),
        ("Khẩn", "", "Narrow the list first"),
        ("Khẩn", "q=" + "a" * 600, "Narrow the list first"),
    ],
)
def test_what_cannot_be_kept_is_refused(name, query, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        keep(MAI, "incoming", name=name, query=query)


def test_there_are_not_more_than_can_be_told_apart(monkeypatch):
    monkeypatch.setattr(filters, "MOST", 2)
    for name in ("một", "hai"):
        keep(MAI, "incoming", name=name, query="q=a")

    with pytest.raises(RuleBroken, match="many filters"):
        keep(MAI, "incoming", name="ba", query="q=a")
    keep(MAI, "incoming", name="hai", query="q=b")


def test_nobody_removes_the_filter_of_somebody_else():
    keep(LAN, "incoming", name="Khẩn", query="urgency=urgent")
    (theirs,) = kept_at(LAN, "incoming")

    for filter_id in (str(theirs.pk), "²", "9" * 30, ""):
        forget_filter(AT[7], MAI, filter_id)
    assert kept(LAN)

    forget_filter(AT[8], LAN, str(theirs.pk))
    assert not kept(LAN)


def test_a_list_asks_once_a_session_and_another_device_learns_of_it_after_a_while(
    django_assert_num_queries, monkeypatch
):
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")
    with django_assert_num_queries(0):
        kept(MAI)
        kept(MAI, "outgoing")

    elsewhere = SimpleNamespace(session={})
    assert len(kept_filters(elsewhere, MAI, "incoming")) == 1
    keep(MAI, "incoming", name="Tuần này", query="q=a")
    assert len(kept_filters(elsewhere, MAI, "incoming")) == 1
    monkeypatch.setattr(filters, "FRESH_FOR", -1)
    assert len(kept_filters(elsewhere, MAI, "incoming")) == 2


def test_who_signs_in_at_the_same_browser_has_filters_of_their_own():
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")

    assert kept_filters(AT[7], LAN, "incoming") == []


def test_a_filter_is_called_otherwise_by_its_person_alone():
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")
    which = str(kept_at(MAI)[0].pk)

    rename_filter(AT[8], LAN, which, name="Của Lan")
    assert kept(MAI) == [("Khẩn", "urgency=urgent")]

    rename_filter(AT[7], MAI, which, name="Rất khẩn")
    assert kept(MAI) == [("Rất khẩn", "urgency=urgent")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the filter a name"),
        ("a" * 61, "Give the filter a name"),
        ("Tuần này", "another one of this name"),
    ],
)
def test_a_name_that_is_none_or_taken_changes_nothing(name, sentence):
    keep(MAI, "incoming", name="Tuần này", query="day=1")
    keep(MAI, "incoming", name="Khẩn", query="urgency=urgent")
    which = next(str(one.pk) for one in kept_at(MAI) if one.name == "Khẩn")

    with pytest.raises(RuleBroken, match=sentence):
        rename_filter(AT[7], MAI, which, name=name)
    assert [one[0] for one in kept(MAI)] == ["Khẩn", "Tuần này"]
