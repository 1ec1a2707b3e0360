import pytest

from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import uses
from lienthong.records.signing.tests.founding import DeskClient, Founded

FIRST, SECOND = "administrator-1", "administrator-2"


def test_a_holder_reads_what_was_done_with_the_key_from_the_journal(founded: Founded) -> None:
    founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)
    assert isinstance(founded.client, DeskClient)
    founded.client.restart()
    proposed, passkey = founded.client.used(FIRST)
    confirmed, _passkey = founded.client.used(SECOND)

    assert (proposed.what, proposed.how, confirmed.what) == ("proposed", "passkey", "confirmed")
    assert proposed.facts["kind"] == "key.give"
    assert (proposed.facts["name"], proposed.facts["organisation"]) == ("Nguyễn Văn Mẫu", "LT-1")
    assert "evidence" not in proposed.facts
    assert (passkey.what, passkey.how, passkey.facts) == (
        "passkey added",
        "pin",
        {"handle": "", "browser": "known", "waits_until": "", "here": False},
    )
    assert founded.client.used("leader") == []


def test_only_the_newest_are_shown_and_what_was_refused_is_none(
    founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uses, "MOST", 2)
    assert isinstance(founded.client, DeskClient)
    founded.client.restart()
    for at in range(3):
        founded.give(f"clerk-{at}", "clerk", f"Văn Thư {at}")
    handle = founded.client.used(FIRST)[0].facts["handle"]
    with pytest.raises(Refused):
        founded.client.answer(handle, "propose", FIRST, PinAndCode("000000", "1"))

    assert [one.facts["name"] for one in founded.client.used(FIRST)] == ["Văn Thư 2", "Văn Thư 1"]
    with pytest.raises(Refused, match="does not know this key"):
        founded.client.used("nobody")
