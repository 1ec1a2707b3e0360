"""A branch as a record, for tests without a room."""

import datetime as dt
from types import SimpleNamespace

from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory

from lienthong.ui.lists.columns import Column
from lienthong.ui.records import views
from lienthong.ui.records.page import Fact, Happening, Link, RecordPage, Section

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


def record_html(monkeypatch, page=PAGE, record=BRANCH, *, sees_members=True, **given):
    """The page as a person sees it who may see the members, or may not."""
    request = RequestFactory().get("/")
    request.actor = SimpleNamespace(sees_members=sees_members)
    drawn = []
    monkeypatch.setattr(views, "render", lambda *of, status: drawn.append((of[1], of[2])))
    views.show_record(request, page, record, **given)
    ((name, context),) = drawn
    return get_template(name).template.render(Context({"request": request, **context}))
