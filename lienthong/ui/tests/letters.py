"""A list of letters, held in memory, and somebody who reads it."""

import datetime as dt
from dataclasses import dataclass, field

from django.test import RequestFactory

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.ui.lists import views
from lienthong.ui.lists.columns import Column, Mark
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import Bulk, Empty, ListPage
from lienthong.ui.lists.views import show_list

HOSTILE = "<script>alert(1)</script>"


@dataclass
class Sender:
    name: str
    name_folded: str

    def __str__(self) -> str:
        return self.name


@dataclass
class Letter:
    pk: int
    notation: str
    subject: str
    subject_folded: str
    sender: Sender | None
    issued_on: dt.date | None
    urgency: str = "normal"
    log: list = field(default_factory=list)


PROVINCE = Sender("Tỉnh ủy Đồng Xuân", "tinh uy dong xuan")
LETTERS = [
    Letter(1, "01-NQ/TU", "Kinh tế tập thể", "kinh te tap the", PROVINCE, dt.date(2026, 3, 1)),
    Letter(2, "12-KH/ĐU", "Tổng kết năm", "tong ket nam", None, dt.date(2026, 11, 23), "urgent"),
    Letter(3, "=7", HOSTILE, "script", PROVINCE, None),
]
LIST = ListPage(
    name="letters",
    title="Văn bản đến",
    columns=(
        Column("number", "Số, ký hiệu", "notation", "short", order=("notation",)),
        Column(
            "subject",
            "Trích yếu",
            "subject",
            "lead",
            order=("subject_folded",),
            also=lambda one: Mark("Khẩn", "warn", "flag") if one.urgency != "normal" else None,
        ),
        Column("sender", "Nơi gửi", "sender"),
        Column("issued", "Ban hành", "issued_on", "short", order=("issued_on",)),
        Column("signature", "Ký nhận", lambda _one: "", on="paper"),
    ),
    link=lambda one: f"/letters/{one.pk}/",
    counted=lambda count: f"{count} văn bản",
    filters=(
        Choice("urgency", "Độ khẩn", "urgency", [("normal", "Thường"), ("urgent", "Khẩn")]),
        Days("issued", "Ban hành", "issued_on"),
        Named("from", "Nơi gửi", "sender__name_folded"),
    ),
    words=("subject_folded", "notation", "sender__name_folded"),
    empty=Empty("Chưa có văn bản", "Văn bản mới sẽ hiện ở đây."),
)


def read(letter, actor):
    if letter.notation == "12-KH/ĐU":
        raise RuleBroken("Đã thu hồi.")
    letter.log.append(actor)


READ = Bulk("read", "Đã đọc", "check", "read", read, lambda made: f"Đã đọc {len(made)} văn bản.")
MANY = ListPage(**{**LIST.__dict__, "bulk": (READ,)})


class Reader:
    """Somebody who may do everything that is not forbidden."""

    person_id = post_id = 1
    for_post_id = None
    name = label = unit_name = "Lê Thị Mai"


def list_answer(monkeypatch, *, kept=()):
    """What a list answers to an address: the name of the template and its context, or an answer of its own."""
    monkeypatch.setattr(views, "holds", lambda actor, needs: needs != "forbidden")
    monkeypatch.setattr(views, "kept_filters", lambda *_given: list(kept))
    monkeypatch.setattr(
        views, "render", lambda request, name, context: (name, context | {"request": request})
    )
    factory = RequestFactory()

    def answer(query="", *, post=None, shown=LIST, rows=LETTERS, **about):
        address = f"/letters/?{query}"
        request = factory.post(address, post) if post is not None else factory.get(address)
        request.actor, request.session = Reader(), {}
        return show_list(request, shown, rows, **about)

    return answer
