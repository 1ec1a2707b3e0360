"""A coming key: the PIN is typed here, and seed and check number are shown here, once."""

import re

import pytest

from lienthong.portals.window.tests.conftest import BACK, Visitor
from lienthong.records.signing.signer.founding import found
from lienthong.records.signing.tests.agreeing import Agreeing
from lienthong.records.signing.tests.founding import PIN, TOP, DeskClient


@pytest.fixture
def token(house: Agreeing) -> str:
    return house.client.invite("p-new", "Lê Thị Mới")


def test_seed_and_check_number_are_shown_once_and_only_here(
    house: Agreeing, visitor: Visitor, token: str
) -> None:
    address = f"/enrol/{token}/?back={BACK}"
    visitor.get(address)
    assert "Lê Thị Mới" in visitor.page
    assert 'name="founding_code"' not in visitor.page

    assert visitor.send(address, pin=PIN, pin_again=PIN).status_code == 200
    number = re.search(r'check-number">(\d{4}) (\d{4})<', visitor.page)
    assert number
    assert 'src="data:image/svg+xml' in visitor.page
    assert BACK in visitor.page
    assert PIN not in visitor.page
    enrolment = house.client.invited(token).enrolment
    body = house.desk.key_body(
        "new",
        "person",
        "Lê Thị Mới",
        _Enrolled(enrolment),
        "p-new",  # type: ignore[arg-type]
    )
    handle = house.client.lay(house.desk.statement("key.give", body))
    read_out = number[1] + number[2]
    assert house.desk.answer(handle, "propose", "administrator-1", read_out).state == "proposed"

    assert visitor.get(address).status_code == 409
    assert read_out[:4] not in visitor.page


class _Enrolled:
    def __init__(self, id: str) -> None:
        self.id = id


@pytest.mark.parametrize(
    ("pin", "again", "sentence"),
    [
        ("12345", "12345", "A PIN has 6 to 12 figures."),
        ("abcdefg", "abcdefg", "A PIN has 6 to 12 figures."),
        ("135790", "135791", "The two PINs are not the same."),
        ("", "", "The PIN is missing."),
        ("123456", "123456", "This PIN is a row of figures."),
        ("071190", "071190", "This PIN can be read as a date."),
    ],
)
def test_a_pin_that_cannot_be_is_said_and_nothing_begins(
    house: Agreeing, visitor: Visitor, token: str, pin: str, again: str, sentence: str
) -> None:
    address = f"/enrol/{token}/"
    visitor.get(address)

    assert visitor.send(address, pin=pin, pin_again=again).status_code == 422
    assert sentence in visitor.page
    assert not house.client.invited(token).is_enrolled
    assert not pin or f'value="{pin}"' not in visitor.page


def test_an_invitation_nobody_gave_is_a_sentence(visitor: Visitor) -> None:
    assert visitor.get(f"/enrol/{'x' * 32}/", back=BACK).status_code == 409
    assert BACK in visitor.page


def test_founders_bring_their_code_and_keep_what_they_typed_when_it_is_wrong(
    visitor: Visitor, house: Agreeing, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = DeskClient.at(tmp_path / "fresh")
    codes = found(fresh.var / "keys", (TOP, "Tỉnh ủy Đồng Xuân"), ["Phạm Một", "Lý Hai"])
    house.client.desks[:] = fresh.desks
    token = fresh.invite("p-1", "Phạm Một", key="k-1")
    address = f"/enrol/{token}/"
    visitor.get(address)

    wrong = visitor.send(address, pin=PIN, pin_again=PIN, founding_code="AAAA-BBBB")
    assert wrong.status_code == 422
    assert 'value="AAAA-BBBB"' in visitor.page
    assert visitor.send(address, pin=PIN, pin_again=PIN, founding_code=codes[0]).status_code == 200
    assert 'class="qr"' in visitor.page
    assert fresh.invited(token).key == "k-1"
