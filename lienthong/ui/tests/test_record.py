"""A record's page as data: it shows what there is and leaves out what is empty."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.template import Context, engines
from django.test import RequestFactory

from lienthong.ui.lists.columns import Column, exported
from lienthong.ui.records import views
from lienthong.ui.records.page import Fact, Happening, Link, RecordPage, Section

pytestmark = pytest.mark.urls("lienthong.ui.tests.urls")
HOSTILE = "<script>alert(1)</script>"
MEMBERS = Section(
    "Đảng viên",
    (
        Column("name", "Họ và tên", "name", "lead"),
        Column("since", "Từ ngày", "since", "short"),
        Column("actions", "Thao tác", lambda one: (Link("Chuyển", f"/move/{one.name}/"), None)),
    ),
    lambda branch, actor: branch.members if actor.sees_members else [],
    link=lambda one: f"/people/{one.name}/",
)
PAGE = RecordPage(
    title=lambda one: one.name,
    back="desk:desk",
    facts=(
        Fact("Ngày thành lập", "founded_on"),
        Fact("Cấp trên", "parent.name"),
        Fact("Số đảng viên", lambda one: len(one.members) or None),
        Fact("Ghi chú", "note"),
    ),
    lede=lambda one: f"Sinh hoạt: {one.meets}",
    sections=(MEMBERS,),
    related=lambda one, _actor: [Link("Đảng bộ xã", "/units/2/", meta="cấp trên")],
    history=lambda one, _actor: [Happening("Thành lập", one.founded_on, by="Lê Thị Mai")],
    readers=("Đảng ủy xã và các cơ quan của Đảng ủy",),
)
BRANCH = SimpleNamespace(
    name="Chi bộ thôn Đông",
    founded_on=dt.date(1930, 2, 3),
    parent=None,
    members=[SimpleNamespace(name="An", since=dt.date(2020, 5, 19))],
    note=HOSTILE,
    meets="ngày 03",
)
WORDS = ["Related", "Who can see this", "History", "Đảng viên"]


@pytest.fixture
def drawn(monkeypatch):
    def draw(page, record, *, sees_members=True):
        request = RequestFactory().get("/")
        request.actor = SimpleNamespace(sees_members=sees_members)
        contexts = []
        monkeypatch.setattr(views, "render", lambda *of, status: contexts.append(of[2]))
        views.show_record(request, page, record)
        template = engines["django"].engine.get_template("ui/record.html")
        return template.render(Context({"request": request, **contexts[0]}))

    return draw


def test_the_page_shows_every_part_of_the_record(drawn):
    page = drawn(PAGE, BRANCH)

    for words in [*WORDS, "Chi bộ thôn Đông", "03/02/1930", "ngày 03", "Lê Thị Mai", "19/05/2020"]:
        assert words in page
    assert 'href="/people/An/"' in page
    assert '<a href="/move/An/">Chuyển</a>' in page
    assert 'href="/units/2/"' in page
    assert "cơ quan của Đảng ủy" in page
    assert "<script>alert" not in page
    assert "Cấp trên" not in page


def test_a_section_shows_the_rows_the_actor_may_see_and_is_left_out_or_says_so(drawn):
    assert ">Đảng viên<" not in drawn(PAGE, BRANCH, sees_members=False)

    says_so = replace(PAGE, sections=(replace(MEMBERS, empty="Chưa có ai"),))
    assert "Chưa có ai" in drawn(says_so, BRANCH, sees_members=False)


def test_what_is_empty_is_left_out(drawn):
    bare = RecordPage(
        title=lambda one: one.name, back="desk:desk", facts=(Fact("Ghi chú", "none"),)
    )
    page = drawn(bare, SimpleNamespace(name="Chi bộ", none=""))

    assert not [words for words in [*WORDS, "Facts", "Ghi chú"] if f">{words}<" in page]


def test_a_link_in_a_file_is_its_words():
    assert exported((Link("Chuyển", "/move/1/"), None)) == "Chuyển"
