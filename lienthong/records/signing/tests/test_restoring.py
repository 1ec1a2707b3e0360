"""A signer set back to an earlier day goes on when two have agreed to what was lost, and in a new epoch."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from lienthong.records.signing.client import SignerUnavailable
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.heads import HEADS_FILE
from lienthong.records.signing.signer.journal import JOURNAL_FILE, journal_is_whole
from lienthong.records.signing.signer.receipts import receipt_holds
from lienthong.records.signing.tests.agreeing import TERM, Agreeing
from lienthong.records.signing.tests.conftest import Clock
from lienthong.records.signing.tests.founding import TOP, DeskClient, Founded, as_read, enrol
from lienthong.records.signing.trust import Trust

FIRST, SECOND = "administrator-1", "administrator-2"
KEPT = [1, 0, "a" * 64]


class SetBack:
    """A signer whose disk is that of the day before, and what others kept of the day after."""

    def __init__(self, founded: Founded, kept: Path) -> None:
        assert isinstance(founded.client, DeskClient)
        self.founded, self.client = founded, founded.client
        self.place = self.client.var / "keys"
        if len(founded.seeds) > 1:
            founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)
            founded.use_passkey("leader")
        shutil.copytree(self.place, kept)
        enrol(self.client, "p-9", "Ai Đó", "135790")
        self.older = self.client.hello().head or {}
        enrol(self.client, "p-9", "Ai Đó", "135790")
        self.head = self.client.hello().head or {}
        shutil.rmtree(self.place)
        shutil.copytree(kept, self.place)
        self.client.restart()
        self.lines = self.client.hello().journal[1]
        assert self.client.hello([self.head, self.older]).is_behind

    def restore(self, **changes: Any) -> str:
        body = {
            "organisation": TOP,
            "path": self.founded.path(TOP),
            "journal": [self.head["epoch"], self.head["n"], self.head["hash"]],
            "history": self.client.desk.history.place,
            "kept": KEPT,
            "lists": "0" * 64,
        }
        return self.client.lay(self.founded.statement("restore", {**body, **changes}))

    def refusal(self, verb: str, handle: str, key: str) -> str:
        with pytest.raises(Refused) as caught:
            self.founded.answer(handle, verb, key)
        return str(caught.value)


@pytest.fixture
def set_back(founded: Founded, tmp_path: Path) -> SetBack:
    return SetBack(founded, tmp_path / "kept")


@pytest.mark.parametrize("confirmer", [SECOND, "leader"])
def test_two_let_the_signer_go_on_in_a_new_epoch(set_back: SetBack, confirmer: str) -> None:
    handle = set_back.restore()
    assert set_back.founded.answer(handle, "propose", FIRST).state == "proposed"
    set_back.client.restart()
    assert set_back.client.hello().is_behind
    answered = set_back.founded.answer(handle, "confirm", confirmer)

    said = set_back.client.hello([set_back.head, set_back.older])
    assert (said.is_behind, said.closed_because) == (False, "")
    assert said.journal[:2] == (2, set_back.lines + 2)
    line, history = (
        json.loads(line) for line in (set_back.place / JOURNAL_FILE).read_bytes().splitlines()[-2:]
    )
    assert (history["head"]["kept"], history["head"]["receipt"]) == (KEPT, handle)
    assert line["known"] == [1, set_back.head["n"], set_back.head["hash"]]
    assert [answer["key"] for answer in line["answers"]] == [FIRST, confirmer]
    assert answered.state == "done"
    trust = Trust.load(set_back.place / "trust")
    assert receipt_holds(answered.receipt or {}, trust)
    assert journal_is_whole(set_back.place / JOURNAL_FILE, set_back.place / HEADS_FILE, trust)


def test_who_agrees_to_a_restore_reads_from_where_it_goes_on_and_who_proposed_it(
    set_back: SetBack,
) -> None:
    client, handle = set_back.client, set_back.restore()
    shown = as_read(client, handle, "propose", FIRST)
    assert (shown.sort, shown.kind, shown.state) == ("statement", "restore", "laid")
    assert (shown.restored or {})["journal"][1] == set_back.head["n"]
    assert client.take(handle).answers == ()
    set_back.founded.answer(handle, "propose", FIRST)

    shown = as_read(client, handle, "confirm", SECOND)
    assert (shown.state, shown.proposed_by) == ("proposed", set_back.founded.names[0])
    assert shown.proposed_at
    assert as_read(client, handle, "propose", FIRST).is_answered
    assert client.take(handle).was_answered("propose", FIRST)
    set_back.founded.answer(handle, "confirm", SECOND)

    taken = client.take(handle)
    assert taken.was_answered("propose", FIRST)
    assert taken.was_answered("confirm", SECOND)
    assert taken.receipt
    client.restart()
    assert client.take(handle).answers == taken.answers


def test_after_a_restore_everything_goes_on(set_back: SetBack) -> None:
    handle = set_back.restore()
    set_back.founded.answer(handle, "propose", FIRST)
    set_back.founded.answer(handle, "confirm", SECOND)

    assert set_back.founded.answer(handle, "confirm", SECOND).state == "done"
    set_back.client.restart()
    assert set_back.founded.give("clerk", "clerk", "Trần Thị Thư")
    assert set_back.client.hello().journal[0] == 2
    assert not set_back.client.hello([set_back.head]).is_behind


def test_a_newer_head_that_turns_up_later_sets_it_back_again(set_back: SetBack) -> None:
    """What was given up is named; more than that was not."""
    newest, set_back.head = set_back.head, set_back.older
    set_back.client.desk.vault.state["behind"] = set_back.older
    handle = set_back.restore()
    set_back.founded.answer(handle, "propose", FIRST)
    set_back.founded.answer(handle, "confirm", SECOND)

    assert not set_back.client.hello([set_back.older]).is_behind
    assert set_back.client.hello([newest]).is_behind


def test_a_database_that_was_set_back_goes_on_as_well(founded: Founded) -> None:
    """The signer itself has lost nothing; two agree from where the history goes on."""
    assert isinstance(founded.client, DeskClient)
    said = founded.client.hello()
    founded.client.restored()
    body = {
        "organisation": TOP,
        "path": founded.path(TOP),
        "journal": list(said.journal),
        "history": founded.client.desk.history.place,
        "kept": KEPT,
        "lists": "0" * 64,
    }
    for changes in ({"journal": [1, 99, "0" * 64]}, {"journal": [1, 1, "0" * 64]}):
        with pytest.raises(Refused, match="newest head"):
            founded.client.lay(founded.statement("restore", {**body, **changes}))
    handle = founded.client.lay(founded.statement("restore", body))
    founded.answer(handle, "propose", FIRST)

    assert founded.answer(handle, "confirm", SECOND).state == "done"
    assert founded.client.hello().journal[0] == 2
    assert founded.client.desk.history.restored_by == handle


def test_both_who_agreed_to_a_restore_find_it_among_the_uses_of_their_keys(
    set_back: SetBack,
) -> None:
    handle = set_back.restore()
    set_back.founded.answer(handle, "propose", FIRST)
    set_back.founded.answer(handle, "confirm", SECOND)
    set_back.client.restart()

    for key in (FIRST, SECOND):
        newest = set_back.client.used(key)[0]
        assert (newest.what, newest.how) == ("epoch", "passkey")
        assert (newest.facts["kind"], newest.facts["handle"]) == ("restore", handle)
        assert newest.facts.keys().isdisjoint({"evidence", "answers", "statement"})


def test_a_signer_killed_between_journal_and_history_finishes_the_restore(
    set_back: SetBack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: Any) -> None:
        raise OSError

    handle = set_back.restore()
    set_back.founded.answer(handle, "propose", FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(set_back.client.desk.history, "begin_epoch", killed)
        with pytest.raises(SignerUnavailable):
            set_back.founded.answer(handle, "confirm", SECOND)

    set_back.client.restart()
    assert set_back.client.take(handle).state == "done"
    assert set_back.client.desk.history.restored_by == handle
    written = (set_back.place / JOURNAL_FILE).read_bytes()
    assert [written.count(what) for what in (b'"what":"epoch"', b'"what":"history"')] == [1, 1]


def test_one_alone_restores_nothing(set_back: SetBack) -> None:
    handle = set_back.restore()

    assert "not been proposed" in set_back.refusal("confirm", handle, SECOND)
    assert "Only an administrator" in set_back.refusal("propose", handle, "leader")
    set_back.founded.answer(handle, "propose", FIRST)
    assert "what they have proposed" in set_back.refusal("confirm", handle, FIRST)
    assert set_back.client.take(handle).state == "proposed"
    assert set_back.client.hello().is_behind


def test_a_restore_names_the_newest_head_anybody_knew(set_back: SetBack) -> None:
    epoch, n, hashed = (set_back.head[name] for name in ("epoch", "n", "hash"))
    older = [epoch, set_back.older["n"], set_back.older["hash"]]
    for place in (older, [epoch, n, "0" * 64], [2, n, hashed]):
        changes = {"journal": place}
        with pytest.raises(Refused, match="newest head"):
            set_back.restore(**changes)
    for strange in ([1, 2], [1, "2", "0" * 64], [1, 2, "0"], [True, 2, "0" * 64], {}):
        with pytest.raises(Refused, match="not written as"):
            set_back.restore(kept=strange)
    path = [*set_back.founded.path(TOP), {"id": "LT-2", "name": "Xã"}]
    with pytest.raises(Refused, match="not written as"):
        set_back.restore(organisation="LT-2", path=path)


def test_only_the_topmost_organisation_restores_and_under_its_own_name(
    set_back: SetBack,
) -> None:
    """Two of a committee below would else give up the history of all."""
    committee = [{"id": "LT-2", "name": "Đảng ủy xã An Thành"}]
    set_back.founded.add_organisation("LT-2", "Đảng ủy xã An Thành")

    for path in (committee, [*set_back.founded.path(TOP), *committee]):
        with pytest.raises(Refused):
            set_back.restore(organisation=path[-1]["id"], path=path)


def test_a_second_restore_does_not_push_the_first_one_out(set_back: SetBack, clock: Clock) -> None:
    """One that ran out, or is the proposer's own, gives way; refusing one is possible at any time."""
    first = set_back.restore()
    set_back.founded.answer(first, "propose", FIRST)
    second = set_back.restore(lists="1" * 64)
    assert "proposed already" in set_back.refusal("propose", second, SECOND)

    clock.now += 9 * 24 * 3600
    third = set_back.restore(lists="2" * 64)
    assert set_back.founded.answer(third, "propose", SECOND).state == "proposed"
    fourth = set_back.restore(lists="3" * 64)
    assert set_back.founded.answer(fourth, "propose", SECOND).state == "proposed"
    clock.now += 9 * 24 * 3600
    assert set_back.founded.answer(fourth, "refuse", FIRST).state == "laid"


def test_nothing_is_restored_where_nothing_was_set_back(founded: Founded) -> None:
    assert isinstance(founded.client, DeskClient)
    body = {
        "organisation": TOP,
        "path": founded.path(TOP),
        "journal": list(founded.client.hello().journal),
        "history": founded.client.desk.history.place,
        "kept": KEPT,
        "lists": "0" * 64,
    }

    with pytest.raises(Refused, match="Nothing was restored"):
        founded.client.lay(founded.statement("restore", body))


def test_a_restore_refused_by_one_is_proposed_anew(set_back: SetBack) -> None:
    handle = set_back.restore()
    set_back.founded.answer(handle, "propose", FIRST)
    set_back.founded.answer(handle, "refuse", "leader")

    assert set_back.client.take(handle).state == "laid"
    assert "not been proposed" in set_back.refusal("confirm", handle, SECOND)
    assert set_back.client.hello().is_behind


def test_a_signer_behind_does_nothing_else(set_back: SetBack) -> None:
    with pytest.raises(Refused, match="set back"):
        set_back.founded.give("clerk", "clerk", "Trần Thị Thư")
    with pytest.raises(Refused, match="set back"):
        set_back.client.revoke("leader")


def test_a_journal_that_is_not_whole_is_not_restored_by_words(set_back: SetBack) -> None:
    handle = set_back.restore()
    path = set_back.place / JOURNAL_FILE
    path.write_bytes(path.read_bytes().replace("Mẫu".encode(), "Mậu".encode()))
    set_back.client.restart()

    with pytest.raises(Refused, match="not whole"):
        set_back.founded.answer(handle, "propose", FIRST)


def test_one_administrator_alone_waits_a_day(tmp_path: Path, clock: Clock) -> None:
    founded = Founded(DeskClient.at(tmp_path / "var"), clock, names=("Phạm Quản Trị",))
    set_back = SetBack(founded, tmp_path / "kept")
    handle = set_back.restore()

    assert founded.answer(handle, "propose", FIRST).state == "confirmed"
    clock.now += 24 * 3600 - 31
    assert set_back.client.take(handle).state == "confirmed"
    clock.now += 31
    assert set_back.client.take(handle).state == "done"
    assert not set_back.client.hello().is_behind


# --- The database was set back


class Restored:
    """A signer that knows more than a database made again from a backup."""

    def __init__(self, founded: Founded) -> None:
        assert isinstance(founded.client, DeskClient)
        self.founded, self.client = founded, founded.client
        assert self.client.restored()

    def restore(self) -> str:
        body = {
            "organisation": TOP,
            "path": self.founded.path(TOP),
            "journal": list(self.client.hello().journal),
            "history": self.client.desk.history.place,
            "kept": KEPT,
            "lists": "0" * 64,
        }
        return self.client.lay(self.founded.statement("restore", body))


def test_nothing_is_agreed_to_after_a_restore_of_the_database(founded: Founded) -> None:
    restored = Restored(founded)

    for _again in range(2):
        assert restored.client.hello().is_behind
        with pytest.raises(Refused, match="database was made again from a backup"):
            founded.give("leader", "person", "Nguyễn Văn Mẫu")
        restored.client.restart()


def test_two_confirm_what_the_database_kept_and_everything_goes_on(founded: Founded) -> None:
    restored = Restored(founded)
    handle = restored.restore()
    founded.answer(handle, "propose", FIRST)
    assert restored.client.hello().is_behind
    founded.answer(handle, "confirm", SECOND)

    restored.client.restart()
    assert not restored.client.hello().is_behind
    history = restored.client.desk.history.epoch()["content"]
    assert (history["kept"], history["receipt"]) == (KEPT, handle)
    founded.give("leader", "person", "Nguyễn Văn Mẫu")
    assert restored.client.restored(), "it may be made again once more"


def test_who_was_not_founded_has_nothing_to_wait_for(tmp_path: Path) -> None:
    assert not DeskClient.at(tmp_path).restored()


def test_the_signer_lists_the_numbers_it_has_sealed(house: Agreeing) -> None:
    sealed = house.sealed(house.signed())

    (number,) = house.client.numbers()
    assert (number.organisation, number.term, number.notation) == ("LT-1", TERM, "05-NQ/TU")
    assert house.client.take(number.handle).pdf == sealed
