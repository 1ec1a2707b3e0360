"""What was done with a key, in words for its holder."""

from datetime import UTC, datetime

from django.utils import translation

from lienthong.portals.window.tests.conftest import Visitor
from lienthong.portals.window.tests.test_answering import proof, to_sign
from lienthong.portals.window.uses import in_words
from lienthong.records.signing.client import Use
from lienthong.records.signing.tests.agreeing import Agreeing


def said(what: str, how: str = "pin", **facts: str) -> str:
    [use] = in_words([Use(datetime(2026, 11, 30, tzinfo=UTC), what, how, dict(facts))])
    return use.text


def test_a_wrong_check_number_is_called_so_also_where_something_was_proposed() -> None:
    for kind in ("", "key.give"):
        assert said("wrong number", kind=kind) == "Gave a wrong check number"


def test_a_seal_names_its_day_as_it_is_printed() -> None:
    with translation.override("vi"):
        sealed = said("seal", number="05-NQ/TU", day="ngày 30 tháng 11 năm 2026")
    assert sealed == "Đóng dấu văn bản số 05-NQ/TU, ngày 30 tháng 11 năm 2026"


def test_a_mistake_in_typing_is_no_work_done() -> None:
    uses = in_words(
        Use(datetime(2026, 11, 30, tzinfo=UTC), what, "pin", {"abstract": "A"})
        for what in ("wrong number", "sign")
    )
    assert [use.is_mistake for use in uses] == [True, False]


def test_who_agreed_to_a_restore_reads_so() -> None:
    restored = said("epoch", "passkey", kind="restore")
    assert restored == "Agreed that signer and history go on after a restore"


def test_who_has_a_key_here_reads_that_an_administrator_is_said_to_be_lost(
    house: Agreeing, visitor: Visitor
) -> None:
    address = to_sign(house)[1]
    visitor.get(address)
    visitor.send(address, **proof(house, "leader"))
    for key in list(house.client.desk.roster.keys.values()):
        if key.leads:
            house.client.revoke(key.id)
    house.client.break_glass("Lý Hệ Thống")

    assert "is said to be lost" in visitor.get("/").content.decode()
    assert "is said to be lost" not in Visitor().get("/").content.decode()
