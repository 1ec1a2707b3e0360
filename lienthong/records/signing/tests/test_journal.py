"""The journal is the signer's truth: whoever changes it on the disk is found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.desk import BEHIND, Desk
from lienthong.records.signing.signer.heads import HEADS_FILE
from lienthong.records.signing.signer.journal import (
    ASIDE_FILE,
    JOURNAL_FILE,
    NOT_WHOLE,
    journal_is_whole,
)
from lienthong.records.signing.signer.lines import hash_of
from lienthong.records.signing.tests.conftest import Clock
from lienthong.records.signing.tests.founding import DeskClient, Founded, enrol
from lienthong.records.signing.trust import Trust

Change = Callable[[list[bytes]], list[bytes]]


def keys(founded: Founded) -> Path:
    return founded.client.var / "keys"


def is_whole(place: Path) -> bool:
    return journal_is_whole(place / JOURNAL_FILE, place / HEADS_FILE, Trust.load(place / "trust"))


def lines(place: Path) -> list[bytes]:
    return (place / JOURNAL_FILE).read_bytes().splitlines()


def put(place: Path, written: list[bytes]) -> None:
    (place / JOURNAL_FILE).write_bytes(b"".join(line + b"\n" for line in written))


def restarted(founded: Founded) -> DeskClient:
    client = founded.client
    assert isinstance(client, DeskClient)
    client.restart()
    return client


def rechained(written: list[bytes]) -> list[bytes]:
    """As somebody does who knows how the lines hang together, but has no key."""
    before, again = json.loads(written[0])["before"], []
    for n, line in enumerate(written, 1):
        said = {**json.loads(line), "before": before, "n": n}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        again.append(text.encode())
        before = hash_of(again[-1])
    return again


def other_name(written: list[bytes]) -> list[bytes]:
    return [written[0].replace("Phạm".encode(), b"Phan"), *written[1:]]


CHANGES: dict[str, Change] = {
    "a word changed": other_name,
    "a word changed, chained anew": lambda written: rechained(other_name(written)),
    "a line taken out": lambda written: [written[0], *written[2:]],
    "a line taken out, chained anew": lambda written: rechained([written[0], *written[2:]]),
    "two lines changed about": lambda written: [written[0], written[2], written[1], *written[3:]],
    "the newest line cut": lambda written: written[:-1],
    "the newest three cut": lambda written: written[:-3],
    "all but the first cut": lambda written: written[:1],
    "emptied": lambda written: [],
    "two lines invented": lambda written: rechained([*written, written[-1], written[-1]]),
    "spaces put in": lambda written: [written[0].replace(b",", b", ", 1), *written[1:]],
    "written twice": lambda written: [*written, *written],
}


@pytest.fixture
def busy(founded: Founded) -> Founded:
    founded.give("leader", "person", "Nguyễn Văn Mẫu", leads=True)
    return founded


def test_a_journal_left_alone_is_whole_and_replayed(busy: Founded) -> None:
    before = busy.client.hello()

    assert is_whole(keys(busy))
    assert restarted(busy).hello() == before
    assert before.journal[1] == len(lines(keys(busy)))


def test_a_line_that_speaks_of_the_number_after_it_is_not_taken_for_unfinished(
    founded: Founded,
) -> None:
    """By chance, or by the worker's will: line N of the journal holds a head of the history that ends at N+1."""
    client = restarted(founded)
    place, coming = client.desk.history.place, client.hello().journal[1] + 1
    entries = ["ab" * 32] * (coming + 1 - place[1])
    client.extend(place[0], (place[1], place[2]), entries)

    client.restart()

    assert client.hello().journal[1] == coming
    assert client.hello().closed_because == ""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_journal_changed_on_the_disk_is_found_and_only_read(
    busy: Founded, change: Change
) -> None:
    place = keys(busy)
    published = (place / "trust" / "withdrawn.crl.pem").read_bytes()
    put(place, change(lines(place)))

    assert not is_whole(place)
    client = restarted(busy)
    assert client.hello().closed_because == NOT_WHOLE
    with pytest.raises(Refused, match="not whole"):
        enrol(client, "p-9", "Ai Đó", "135790")
    with pytest.raises(Refused, match="not whole"):
        client.attest("backup", bytes(32))
    assert (place / "trust" / "withdrawn.crl.pem").read_bytes() == published


def test_a_journal_put_away_with_its_heads_does_not_open_another_founding(busy: Founded) -> None:
    place = keys(busy)
    for name in (JOURNAL_FILE, HEADS_FILE):
        (place / name).unlink()

    assert restarted(busy).hello().closed_because == NOT_WHOLE


def test_heads_of_another_installation_cover_nothing(busy: Founded, tmp_path: Path) -> None:
    other = Founded(DeskClient.at(tmp_path / "other"), busy.clock)
    for name in (JOURNAL_FILE, HEADS_FILE):
        shutil.copy(keys(other) / name, keys(busy) / name)

    assert is_whole(keys(other))
    assert not is_whole(keys(busy))


def test_a_changed_head_covers_nothing(busy: Founded) -> None:
    path = keys(busy) / HEADS_FILE
    path.write_bytes(path.read_bytes().replace(b'"n":5', b'"n":6'))
    heads = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*heads[:-1], heads[-1].replace(b"2026", b"2027")]) + b"\n")

    assert not is_whole(keys(busy))


@pytest.mark.parametrize("torn", [b'{"at":"2026', b"\xff\xfe", b"{}"])
def test_a_line_the_machine_died_in_is_put_aside_and_noted(busy: Founded, torn: bytes) -> None:
    place = keys(busy)
    before = lines(place)
    with (place / JOURNAL_FILE).open("ab") as file:
        file.write(torn)

    assert restarted(busy).hello().closed_because == ""
    assert (place / ASIDE_FILE).read_bytes() == torn + b"\n"
    assert lines(place)[:-1] == before
    noted = json.loads(lines(place)[-1])
    assert (noted["what"], noted["sha256"]) == ("put aside", hash_of(torn))
    assert is_whole(place)


def test_a_line_without_a_head_was_never_answered_for(busy: Founded) -> None:
    """Who writes to the disk and has no record key adds nothing that counts."""
    place = keys(busy)
    newest = json.loads(lines(place)[-1])
    invented = {**newest, "n": newest["n"] + 1, "before": hash_of(lines(place)[-1])}
    text = json.dumps(invented, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    put(place, [*lines(place), text.encode()])

    assert not is_whole(place)
    assert restarted(busy).hello().closed_because == ""
    assert text.encode() not in lines(place)
    assert is_whole(place)


def test_a_torn_head_takes_its_line_along(busy: Founded) -> None:
    place = keys(busy)
    path = place / HEADS_FILE
    path.write_bytes(path.read_bytes()[:-20])

    client = restarted(busy)
    assert client.hello().closed_because == ""
    assert json.loads(lines(place)[-1])["what"] == "put aside"
    # The key's last line was torn: the statement is confirmed and made when it is asked for.
    with pytest.raises(Refused, match="does not know this key"):
        client.key("leader")
    assert client.take(json.loads(lines(place)[-2])["hash"]).state == "done"
    assert client.key("leader")["purpose"] == "person"


def test_a_disk_that_is_full_leaves_the_journal_as_it_was(
    busy: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lienthong.records.signing.signer import heads

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    place = keys(busy)
    before = lines(place)
    with monkeypatch.context() as patched:
        patched.setattr(heads.os, "fdatasync", full)
        with pytest.raises(Refused, match="nothing was signed"):
            enrol(busy.client, "p-9", "Ai Đó", "135790")

    assert lines(place) == before
    assert is_whole(place)
    assert enrol(busy.client, "p-9", "Ai Đó", "135790").number


def test_a_line_that_could_not_be_read_again_is_not_written(busy: Founded) -> None:
    """Otherwise whoever may withdraw a key could close the journal by a long reason."""
    before = lines(keys(busy))
    with pytest.raises(Refused, match="not written as"):
        busy.client.revoke("leader", "x" * 300_000)

    assert lines(keys(busy)) == before
    assert restarted(busy).hello().closed_because == ""


def test_a_clock_set_back_signs_nothing(busy: Founded, clock: Clock) -> None:
    enrolled = enrol(busy.client, "p-9", "Ai Đó", "135790")
    body = busy.key_body("late", "person", "Ai Đó", enrolled, "p-9")
    handle = busy.client.lay(busy.statement("key.give", body))

    clock.now -= 400
    with pytest.raises(Refused, match="clock is behind"):
        busy.client.answer(handle, "propose", "administrator-1", busy.proof("administrator-1"))


def test_a_signer_set_back_to_an_earlier_day_is_only_read(busy: Founded, tmp_path: Path) -> None:
    place, kept = keys(busy), tmp_path / "yesterday"
    shutil.copytree(place, kept)
    busy.give("clerk", "clerk", "Trần Thị Thư")
    head = busy.client.hello().head
    shutil.rmtree(place)
    shutil.copytree(kept, place)

    client = restarted(busy)
    assert not client.hello().is_behind
    assert client.hello([head or {}]).is_behind
    with pytest.raises(Refused, match="set back"):
        enrol(client, "p-9", "Ai Đó", "135790")
    assert restarted(busy).hello().closed_because == BEHIND


def test_a_head_nobody_signed_sets_no_signer_back(busy: Founded, tmp_path: Path) -> None:
    head = dict(busy.client.hello().head or {})
    other = Founded(DeskClient.at(tmp_path / "other"), busy.clock).client.hello().head

    for shown in ({**head, "n": 999}, {**head, "hash": "0" * 64}, {}, other or {}, head):
        assert not busy.client.hello([shown]).is_behind


def test_a_key_file_of_an_earlier_release_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "signer.keys").write_text('{"keys": {}}')

    with pytest.raises(SystemExit, match="earlier release"):
        Desk(tmp_path)


@pytest.mark.parametrize("field", ["n", "at", "before"])
def test_no_fact_takes_the_place_of_a_lines_number_moment_or_predecessor(
    founded: Founded, field: str
) -> None:
    journal = restarted(founded).desk.journal
    place, facts = journal.newest, {field: 7}

    with pytest.raises(ValueError, match="frame"):
        journal.write("attested", epoch=None, **facts)

    assert journal.newest == place
    assert is_whole(keys(founded))
