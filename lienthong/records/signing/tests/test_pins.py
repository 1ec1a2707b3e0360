"""PINs that are guessed first are refused where they are kept, whoever asks."""

import pytest

from lienthong.records.signing import demo
from lienthong.records.signing.pins import refuse_easy
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.factors import hashed_pin
from lienthong.records.signing.tests.founding import PIN, Founded


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("111111", "fewer than three"),
        ("121212", "fewer than three"),
        ("123456", "row of figures"),
        ("987654", "row of figures"),
        ("8901234", "row of figures"),
        ("246802", "row of figures"),
        ("112233", "row of figures"),
        ("123123", "repeats itself"),
        ("18701870", "repeats itself"),
        ("071190", "read as a date"),
        ("901107", "read as a date"),
        ("290224", "read as a date"),
        ("07111990", "read as a date"),
        ("19901107", "read as a date"),
    ],
)
def test_an_easy_pin_begins_no_key(founded: Founded, pin: str, why: str) -> None:
    token = founded.client.invite("p-9", "Lê Thị Mới")
    with pytest.raises(Refused, match=why):
        founded.client.enrol(token, pin)

    assert not founded.client.invited(token).is_enrolled
    assert founded.client.enrol(token, PIN).number


@pytest.mark.parametrize(
    "pin", [PIN, "300263", "587417", "07131990", "1870187", "246810", "a!b-c_"]
)
def test_another_one_is_taken(pin: str) -> None:
    refuse_easy(pin)


def test_somebody_who_is_played_has_none_of_the_easy_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([123456, 111111, 71190, 587417])
    monkeypatch.setattr(demo.secrets, "randbelow", lambda _most: next(drawn))

    assert demo.new_pin() == "587417"


def test_pins_are_kept_by_argon2id_at_the_decided_cost(full_cost: None) -> None:
    assert hashed_pin(PIN).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
