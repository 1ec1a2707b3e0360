"""A record's page as data: it shows what there is and leaves out what is empty."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest

from lienthong.ui.lists.columns import exported
from lienthong.ui.records.page import Fact, Link, RecordPage

from .branches import BRANCH, MEMBERS, PAGE, record_html

pytestmark = pytest.mark.urls("lienthong.ui.tests.urls")
WORDS = ["Related", "Who can see this", "History", "Đảng viên"]


@pytest.fixture
def drawn(monkeypatch):
    return partial(record_html, monkeypatch)


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
