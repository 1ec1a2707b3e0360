"""Who gives a key or a seal, as the signer checks it: one person alone never does."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from lienthong.records.signing.client import Enrolment, PinAndCode
from lienthong.records.signing.messages import answer_challenge, moment, read
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import clock as signers_clock
from lienthong.records.signing.signer.journal import JOURNAL_FILE
from lienthong.records.signing.signer.receipts import receipt_holds
from lienthong.records.signing.tests.conftest import Clock
from lienthong.records.signing.tests.founding import PIN, TOP, DeskClient, Founded, enrol
from lienthong.records.signing.trust import Trust

DAY = timedelta(hours=24).total_seconds()
COMMUNE, NEIGHBOUR, CELL = "LT-2", "LT-3", "LT-4"
FIRST, SECOND = "administrator-1", "administrator-2"


@dataclass
class House:
    """An installation with two communes and a cell, and somebody in every kind of post."""

    founded: Founded
    clock: Clock

    @property
    def client(self) -> DeskClient:
        assert isinstance(self.founded.client, DeskClient)
        return self.founded.client

    def enrolled(self, person: str = "p-new", name: str = "Người Mới") -> Enrolment:
        enrolled = enrol(self.client, person, name, PIN)
        self.founded.seeds["new"] = enrolled.seed
        return enrolled

    def wanted(
        self, enrolled: Enrolment, organisation: str = COMMUNE, **changes: Any
    ) -> dict[str, Any]:
        body = self.founded.key_body("new", "person", "Người Mới", enrolled, "p-new", organisation)
        return {**body, **changes}

    def laid(self, body: dict[str, Any], kind: str = "", **changes: Any) -> str:
        what = "key" if "enrolment" in body else "seal"
        kind = kind or f"{what}.{'replace' if body['replaces'] else 'give'}"
        return self.client.lay(self.founded.statement(kind, body, **changes))

    def seal_body(self, organisation: str = COMMUNE, **changes: Any) -> dict[str, Any]:
        name, _parent = self.founded.organisations[organisation]
        body = {
            "key": "seal",
            "name": name,
            "organisation": organisation,
            "path": self.founded.path(organisation),
            "replaces": False,
        }
        return {**body, **changes}

    def say(self, verb: str, handle: str, key: str, number: str = "") -> str:
        return self.founded.answer(handle, verb, key, number).state

    def refusal(self, verb: str, handle: str, key: str, number: str = "") -> str:
        with pytest.raises(Refused) as caught:
            self.founded.answer(handle, verb, key, number)
        return str(caught.value)


POSTS = {
    "top leader": ("person", TOP, True),
    "commune administrator": ("administrator", COMMUNE, False),
    "other commune administrator": ("administrator", COMMUNE, False),
    "commune leader": ("person", COMMUNE, True),
    "commune officer": ("person", COMMUNE, False),
    "commune clerk": ("clerk", COMMUNE, False),
    "cell administrator": ("administrator", CELL, False),
    "cell leader": ("person", CELL, True),
    "neighbour administrator": ("administrator", NEIGHBOUR, False),
    "neighbour leader": ("person", NEIGHBOUR, True),
}
KEYS = {name: name.replace(" ", "-") for name in POSTS} | {"top administrator": SECOND}


def populated(founded: Founded) -> None:
    founded.add_organisation(COMMUNE, "Đảng ủy xã An Thành")
    founded.add_organisation(NEIGHBOUR, "Đảng ủy xã An Hòa")
    founded.add_organisation(CELL, "Chi bộ thôn Đông", parent=COMMUNE)
    for name, (purpose, organisation, leads) in POSTS.items():
        key = name.replace(" ", "-")
        founded.give(key, purpose, name, organisation=organisation, leads=leads)
        founded.use_passkey(key)


@pytest.fixture(scope="module")
def populated_once(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    with pytest.MonkeyPatch.context() as patched:
        clock = Clock()
        patched.setattr(time, "time", clock.time)
        founded = Founded(DeskClient.at(tmp_path_factory.mktemp("signer") / "var"), clock)
        populated(founded)
    return founded


@pytest.fixture
def house(populated_once: Founded, tmp_path: Path, clock: Clock) -> House:
    return House(populated_once.copied_to(tmp_path / "var", clock), clock)


@pytest.fixture
def small(founded: Founded, clock: Clock) -> House:
    """Two administrators and nobody else."""
    founded.add_organisation(COMMUNE, "Đảng ủy xã An Thành")
    return House(founded, clock)


# ---- who may

MAY_PROPOSE = {
    "top administrator",
    "commune administrator",
    "other commune administrator",
}
MAY_CONFIRM_A_KEY = {
    "top administrator",
    "top leader",
    "other commune administrator",
    "commune leader",
}
MAY_CONFIRM_A_SEAL = {"top leader", "commune leader"}
MAY_END = MAY_CONFIRM_A_KEY | {"commune administrator"}


def test_who_may_propose_confirm_and_end_a_key(house: House) -> None:
    """In a commune, proposed by its administrator: nobody else, neither beside nor beneath."""
    did: dict[str, set[str]] = {"propose": set(), "confirm": set(), "stop": set(), "refuse": set()}
    for at, (name, key) in enumerate(KEYS.items()):
        for verb in did:
            person = f"p-{at}-{verb}"
            enrolled = enrol(house.client, person, name, PIN)
            body = house.wanted(enrolled, key=f"new-{at}-{verb}", person=person, name=name)
            handle = house.laid(body)
            if verb != "propose":
                house.say("propose", handle, "commune-administrator", enrolled.number)
            try:
                house.say(verb, handle, key, enrolled.number)
            except Refused:
                continue
            did[verb].add(name)

    assert did["propose"] == MAY_PROPOSE
    assert did["confirm"] == MAY_CONFIRM_A_KEY
    assert did["stop"] == did["refuse"] == MAY_END


def test_who_may_confirm_a_seal(house: House) -> None:
    did = set()
    handle = house.laid(house.seal_body())
    house.say("propose", handle, "commune-administrator")
    for name, key in KEYS.items():
        if name in MAY_CONFIRM_A_SEAL:
            continue
        house.refusal("confirm", handle, key)
    for name in MAY_CONFIRM_A_SEAL:
        house.client.restart()
        did.add(house.say("confirm", handle, KEYS[name]) if not did else "")
    assert "done" in did


def test_two_give_a_key_and_the_certificate_takes_its_names_from_the_roster(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled, title="Bí thư"))

    assert small.client.take(handle).state == "laid"
    assert small.say("propose", handle, FIRST, enrolled.number) == "proposed"
    assert small.say("confirm", handle, SECOND, enrolled.number) == "done"

    taken = small.client.take(handle)
    named = x509.load_pem_x509_certificate(taken.certificate.encode()).subject.rfc4514_string()
    assert "CN=Người Mới" in named
    assert "O=Đảng ủy xã An Thành" in named
    assert "Bí thư" in named
    assert small.client.key("new")["organisation_id"] == COMMUNE
    assert small.client.take(handle) == taken


@pytest.mark.parametrize("purpose", ["clerk", "administrator"])
def test_who_does_not_sign_documents_has_no_certificate(small: House, purpose: str) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled, purpose=purpose))
    small.say("propose", handle, FIRST, enrolled.number)

    assert small.say("confirm", handle, SECOND, enrolled.number) == "done"
    assert small.client.take(handle).certificate == ""


def test_nobody_confirms_what_they_proposed_not_even_with_another_key(house: House) -> None:
    house.founded.give(
        "second-key",
        "administrator",
        "commune administrator",
        person="p-commune-administrator",
        organisation=COMMUNE,
    )
    house.founded.use_passkey("second-key")
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled))
    house.say("propose", handle, "commune-administrator", enrolled.number)

    for key in ("commune-administrator", "second-key"):
        assert "what they have proposed" in house.refusal("confirm", handle, key, enrolled.number)


def test_nobody_gives_a_key_to_themselves(house: House) -> None:
    enrolled = enrol(house.client, f"p-{FIRST}", house.founded.names[0], PIN)
    body = house.wanted(
        enrolled, TOP, person=f"p-{FIRST}", name=house.founded.names[0], replaces=True
    )
    handle = house.laid(body)

    assert "for themselves" in house.refusal("propose", handle, FIRST, enrolled.number)
    house.say("propose", handle, SECOND, enrolled.number)
    assert "for themselves" in house.refusal("confirm", handle, FIRST, enrolled.number)


def test_a_withdrawn_key_agrees_to_nothing(house: House) -> None:
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled))
    house.client.revoke(FIRST)

    assert "withdrawn" in house.refusal("propose", handle, FIRST, enrolled.number)


def test_a_proposer_who_has_lost_the_key_since_gives_nothing(small: House) -> None:
    """Both keys are in force when it takes effect, or nothing does."""
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)
    small.client.revoke(FIRST)

    assert small.say("confirm", handle, SECOND, enrolled.number) == "failed"
    assert "withdrawn" in small.client.take(handle).reason
    with pytest.raises(Refused, match="does not know this key"):
        small.client.key("new")


# ---- the check number


def test_each_of_the_two_gives_the_number_the_holder_was_shown(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))

    assert len(enrolled.number) == 8
    assert "not the check number" in small.refusal("propose", handle, FIRST, "")
    spaced = f" {enrolled.number[:4]} {enrolled.number[4:]}"
    assert small.say("propose", handle, FIRST, spaced) == "proposed"
    assert "not the check number" in small.refusal("confirm", handle, SECOND, "00000000")
    assert small.say("confirm", handle, SECOND, enrolled.number) == "done"


def test_five_wrong_numbers_end_an_enrolment_also_across_a_restart(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)
    for _attempt in range(5):
        assert "not the check number" in small.refusal("confirm", handle, SECOND, "1")
        small.client.restart()

    assert "too many wrong numbers" in small.refusal("confirm", handle, SECOND, enrolled.number)


def test_a_number_is_counted_only_with_a_proof(small: House) -> None:
    """Who has no key ends nobody's enrolment by guessing."""
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    for _attempt in range(6):
        with pytest.raises(Refused):
            small.client.answer(handle, "propose", FIRST, PinAndCode("000000", "1"), number="1")

    assert small.say("propose", handle, FIRST, enrolled.number) == "proposed"


def test_an_enrolment_lives_seven_days(small: House) -> None:
    enrolled = small.enrolled()
    small.clock.now += 7 * DAY + 1

    with pytest.raises(Refused, match="has expired"):
        small.laid(small.wanted(enrolled))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"person": "p-other", "name": "Người Mới"}, "Somebody else"),
        ({"name": "Tên Khác"}, "Somebody else"),
        ({"enrolment": "0" * 32}, "has not enrolled"),
    ],
)
def test_a_key_is_made_for_who_enrolled(small: House, changes: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        small.laid(small.wanted(small.enrolled(), **changes))


def test_an_enrolment_is_used_by_one_statement(small: House) -> None:
    enrolled = small.enrolled()
    one, other = (small.laid(small.wanted(enrolled, key=key)) for key in ("new", "newer"))
    small.say("propose", one, FIRST, enrolled.number)

    assert "has not enrolled" in small.refusal("propose", other, SECOND, enrolled.number)
    small.say("stop", one, FIRST)
    assert small.say("propose", other, SECOND, enrolled.number) == "proposed"


# ---- waiting, stopping, expiring


def replaced(house: House) -> tuple[str, str]:
    """Another key for somebody who had one, proposed."""
    enrolled = house.enrolled()
    first = house.laid(house.wanted(enrolled))
    house.say("propose", first, FIRST, enrolled.number)
    house.say("confirm", first, SECOND, enrolled.number)
    house.client.revoke("new")
    house.founded.holders.add("p-new")
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled, key="newer"))
    house.say("propose", handle, "commune-administrator", enrolled.number)
    return handle, enrolled.number


def test_another_key_waits_a_day(house: House) -> None:
    handle, number = replaced(house)
    assert house.say("confirm", handle, "commune-leader", number) == "confirmed"

    waiting = house.client.take(handle)
    assert waiting.waits_until == signers_clock.now() + timedelta(hours=24)
    house.clock.now += DAY - 1
    assert house.client.take(handle) == waiting
    house.client.restart()
    house.clock.now += 1
    assert house.client.take(handle).state == "done"
    assert house.client.key("newer")["revoked_at"] is None


def test_another_key_confirmed_from_above_does_not_wait(house: House) -> None:
    handle, number = replaced(house)

    assert house.say("confirm", handle, "top-leader", number) == "done"


@pytest.mark.parametrize("who", ["new", "commune-leader", "cell", "top-leader"])
def test_one_suffices_to_stop_what_waits(house: House, who: str) -> None:
    """The person concerned by another key of theirs, a leader, one above; nobody beneath."""
    handle, number = replaced(house)
    if who == "new":
        who = "own"
        house.founded.give(who, "person", "Người Mới", person="p-new", organisation=NEIGHBOUR)
    house.say("confirm", handle, "commune-leader", number)
    if who == "cell":
        assert "Only the person concerned" in house.refusal("stop", handle, "cell-leader")
        return

    assert house.say("stop", handle, who) == "stopped"
    house.clock.now += 2 * DAY
    assert house.client.take(handle).state == "stopped"
    assert "come to its end" in house.refusal("confirm", handle, "top-leader", number)


def test_one_refusal_ends_a_proposal(house: House) -> None:
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled))
    house.say("propose", handle, FIRST, enrolled.number)

    assert house.say("refuse", handle, "commune-leader") == "refused"
    for verb, key in (("confirm", SECOND), ("stop", SECOND), ("refuse", SECOND)):
        assert "come to its end" in house.refusal(verb, handle, key, enrolled.number)


def test_what_is_in_force_is_not_stopped(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)
    small.say("confirm", handle, SECOND, enrolled.number)

    assert "come to its end" in small.refusal("stop", handle, SECOND)


def test_a_proposal_nobody_confirms_expires(small: House) -> None:
    until = signers_clock.now() + timedelta(days=2)
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled), until=moment(until))
    small.say("propose", handle, FIRST, enrolled.number)
    small.clock.now += 2 * DAY + 1000

    assert small.client.take(handle).state == "expired"
    assert "seven days" in small.refusal("confirm", handle, SECOND, enrolled.number)


def test_nothing_is_answered_before_it_is_proposed(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))

    for verb in ("confirm", "refuse", "stop"):
        assert "not been proposed" in small.refusal(verb, handle, FIRST, enrolled.number)


def test_the_world_may_change_while_a_statement_waits(house: House) -> None:
    """Two seals are never in force together, however they were agreed to."""
    house.founded.give_seal("first-seal", COMMUNE)
    house.client.revoke("first-seal")
    one, other = (
        house.laid(house.seal_body(key=key, replaces=True)) for key in ("seal-2", "seal-3")
    )
    for handle in (one, other):
        house.say("propose", handle, "commune-administrator")
    assert house.say("confirm", one, "commune-leader") == "confirmed"
    assert house.say("confirm", other, "top-leader") == "done"

    house.clock.now += DAY
    assert house.client.take(one).state == "failed"
    assert "already has a seal" in house.client.take(one).reason


# ---- said again, and after a restart


def test_the_same_answer_again_changes_nothing(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    first = small.founded.answer(handle, "propose", FIRST, enrolled.number)
    written = small.client.hello().journal

    assert small.founded.answer(handle, "propose", FIRST, enrolled.number) == first
    assert small.client.hello().journal == written
    assert "proposed already" in small.refusal("propose", handle, SECOND, enrolled.number)


def test_a_repeated_answer_is_proven_too(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)

    with pytest.raises(Refused, match="wrong"):
        small.client.answer(handle, "propose", FIRST, PinAndCode("000000", "123456"))


def test_a_signer_restarted_at_every_step_gives_the_key_all_the_same(house: House) -> None:
    enrolled = house.enrolled()
    house.client.restart()
    handle = house.laid(house.wanted(enrolled))
    house.client.restart()
    house.say("propose", handle, FIRST, enrolled.number)
    house.client.restart()
    house.say("confirm", handle, "commune-leader", enrolled.number)
    house.client.restart()

    assert house.client.take(handle).state == "done"
    assert house.founded.proof("new")
    assert house.client.key("new")["name"] == "Người Mới"


def test_no_challenge_outlives_a_restart(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    answer = small.founded.assertion(handle, "propose", FIRST)
    small.client.restart()

    with pytest.raises(Refused, match="something else"):
        small.client.answer(handle, "propose", FIRST, answer, number=enrolled.number)


def test_an_assertion_is_good_for_one_verb_of_one_statement(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    other = small.laid(small.wanted(enrolled, title="Phó"))
    answer = small.founded.assertion(handle, "propose", FIRST)

    with pytest.raises(Refused, match="something else"):
        small.client.answer(other, "propose", FIRST, answer, number=enrolled.number)
    answer = small.founded.assertion(handle, "propose", FIRST)
    assert small.client.answer(handle, "propose", FIRST, answer, number=enrolled.number)
    with pytest.raises(Refused, match="could not be verified|something else"):
        small.client.answer(handle, "propose", FIRST, answer, number=enrolled.number)


def test_the_journal_holds_what_a_passkey_signed_for_anybody_to_check(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)

    written = (small.client.var / "keys" / JOURNAL_FILE).read_text("utf-8").splitlines()
    line = json.loads(written[-1])
    evidence = line["evidence"]
    client_data = base64.urlsafe_b64decode(evidence["client_data"] + "==")
    challenge = answer_challenge(handle, bytes.fromhex(evidence["nonce"]), "propose", FIRST)
    encoded = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
    assert json.loads(client_data)["challenge"] == encoded
    assert (line["key"], line["how"], line["hash"]) == (FIRST, "passkey", handle)


def test_a_seal_agrees_to_nothing(small: House) -> None:
    small.founded.give_seal("seal")
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)

    with pytest.raises(Refused, match="Only a leader|A seal has no PIN"):
        small.client.answer(handle, "confirm", "seal", PinAndCode(PIN, "1"), number="1")


def test_a_seal_bears_the_name_of_its_organisation(small: House) -> None:
    """What two confirm is what the certificate prints."""
    with pytest.raises(Refused, match="not written as"):
        small.laid(small.seal_body(name="Tỉnh ủy Đồng Xuân"))


def test_a_copied_passkey_that_never_counted_is_refused(small: House) -> None:
    first, second = (small.laid(small.seal_body(key=key)) for key in ("seal-1", "seal-2"))
    small.say("propose", first, FIRST)
    small.founded.passkeys[FIRST].counter = -1

    assert "could not be verified" in small.refusal("propose", second, FIRST)


# ---- organisations the signer has not heard of

NEW_HERE = "has not heard of an organisation of this path"


@pytest.mark.parametrize("confirmer", ["commune leader", "other commune administrator"])
@pytest.mark.parametrize("deep", [False, True])
def test_two_of_a_commune_place_no_organisation_beneath_it(
    house: House, confirmer: str, deep: bool
) -> None:
    house.founded.add_organisation("LT-77", "Đảng ủy Tự Đặt", parent=COMMUNE)
    house.founded.add_organisation("LT-78", "Chi bộ Tự Đặt", parent="LT-77")
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled, "LT-78" if deep else "LT-77"))
    house.say("propose", handle, KEYS["commune administrator"], enrolled.number)

    said = house.refusal("confirm", handle, KEYS[confirmer], enrolled.number)
    assert NEW_HERE in said
    assert "Đảng ủy xã An Thành" in said
    assert house.client.take(handle).state == "proposed"


@pytest.mark.parametrize(
    ("proposer", "confirmer"),
    [("commune administrator", "top leader"), ("top administrator", "commune leader")],
)
def test_it_comes_in_once_one_of_the_two_has_a_post_above_its_place(
    house: House, proposer: str, confirmer: str
) -> None:
    house.founded.add_organisation("LT-77", "Chi bộ thôn Tây", parent=COMMUNE)
    enrolled = house.enrolled()
    handle = house.laid(house.wanted(enrolled, "LT-77"))
    house.say("propose", handle, KEYS[proposer], enrolled.number)

    assert house.say("confirm", handle, KEYS[confirmer], enrolled.number) == "done"
    assert house.client.key("new")["organisation"] == "Chi bộ thôn Tây"


# ---- receipts


def test_a_receipt_says_by_whose_keys_and_is_signed_by_the_record_key(small: House) -> None:
    enrolled = small.enrolled()
    handle = small.laid(small.wanted(enrolled))
    small.say("propose", handle, FIRST, enrolled.number)
    receipt = small.founded.answer(handle, "confirm", SECOND, enrolled.number).receipt or {}

    trust = Trust.load(small.client.var / "keys" / "trust")
    assert receipt_holds(receipt, trust)
    assert receipt["by"] == [FIRST, SECOND]
    assert (receipt["outcome"], receipt["mode"], receipt["kind"]) == ("done", "two", "key.give")
    assert receipt["statement"] == handle
    assert tuple(receipt["journal"]) == small.client.hello().journal
    for changed in ({"outcome": "refused"}, {"by": [SECOND, FIRST]}, {"signature": ""}):
        assert not receipt_holds({**receipt, **changed}, trust)


# ---- what is laid


def broken(body: dict[str, Any], **changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda said: {**said, "body": {**said["body"], **body}, **changes}


CONTRADICTIONS = {
    "an unknown kind": broken({}, kind="key.take"),
    "another version": broken({}, v=2),
    "a field more": broken({}, more=1),
    "a field more in the body": broken({"more": 1}),
    "another person concerned": broken({}, concerned="p-other"),
    "nobody concerned": broken({"person": ""}, concerned=""),
    "a holder without a name": broken({"name": " "}),
    "no path": broken({"path": []}),
    "an organisation without a name": broken(
        {"path": [{"id": TOP, "name": "Tỉnh ủy Đồng Xuân"}, {"id": COMMUNE, "name": ""}]}
    ),
    "an id in other letters": broken(
        {"organisation": "lt-2", "path": [{"id": TOP, "name": "A"}, {"id": "lt-2", "name": "B"}]}
    ),
    "a path to elsewhere": broken({"path": [{"id": TOP, "name": "Tỉnh ủy Đồng Xuân"}]}),
    "a path in a ring": broken(
        {
            "path": [
                {"id": COMMUNE, "name": "A"},
                {"id": TOP, "name": "B"},
                {"id": COMMUNE, "name": "A"},
            ]
        }
    ),
    "a purpose nobody has": broken({"purpose": "root"}),
    "a seal for a person": broken({"purpose": "seal"}),
    "a clerk who leads": broken({"purpose": "clerk", "leads": True}),
    "an administrator who leads": broken({"purpose": "administrator", "leads": True}),
    "a title of two lines": broken({"title": "Bí thư\nChủ tịch"}),
    "replacing, and not": broken({"replaces": True}),
    "a key with a strange name": broken({"key": "../x"}),
    "a number for a name": broken({"title": 5}),
    "made at no time": broken({}, made="yesterday"),
    "an open end": broken({}, until="2036-01-01T00:00:00Z"),
    "over already": broken({}, until="2026-01-01T00:00:00Z"),
    "of another installation": broken({}, installation="0" * 32),
}


@pytest.mark.parametrize("change", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_itself_is_not_even_laid(
    small: House, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    said = read(small.founded.statement("key.give", small.wanted(small.enrolled())))

    with pytest.raises(Refused):
        small.client.lay(
            json.dumps(
                change(said), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            ).encode()
        )


def test_a_person_who_had_a_key_is_not_given_a_first_one(small: House) -> None:
    enrolled = enrol(small.client, f"p-{SECOND}", small.founded.names[1], PIN)
    body = small.wanted(enrolled, person=f"p-{SECOND}", name=small.founded.names[1])

    with pytest.raises(Refused, match="have changed"):
        small.laid(body)


def test_the_name_of_a_key_is_given_once(small: House) -> None:
    with pytest.raises(Refused, match="already exists"):
        small.laid(small.wanted(small.enrolled(), key=FIRST))


# ---- the tree is the signer's own


def test_an_organisation_is_renamed_and_moved_only_from_above_both_places(house: House) -> None:
    enrolled = house.enrolled()
    house.founded.add_organisation(CELL, "Chi bộ thôn Đông", parent=NEIGHBOUR)
    body = house.wanted(enrolled, CELL)
    handle = house.laid(body)

    for key in ("commune-administrator", "neighbour-administrator", "cell-administrator"):
        said = house.refusal("propose", handle, key, enrolled.number)
        assert "by another name" in said or "Only an administrator" in said
    assert house.say("propose", handle, FIRST, enrolled.number) == "proposed"
    for key in ("commune-leader", "neighbour-leader", "cell-leader"):
        said = house.refusal("confirm", handle, key, enrolled.number)
        assert "by another name" in said or "Only a leader" in said
    assert house.say("confirm", handle, "top-leader", enrolled.number) == "done"
    assert house.client.desk.roster.parent_of(CELL) == NEIGHBOUR


@pytest.mark.parametrize("change", [str, str.upper, lambda name: f"{name} "])
def test_nobody_prints_the_name_of_an_organisation_above_them(
    house: House, change: Callable[[str], str]
) -> None:
    """Two of a commune make no second province; who is above both may give the name."""
    enrolled = house.enrolled()
    house.founded.add_organisation("LT-9", change(house.founded.name), parent=COMMUNE)
    handle = house.laid(house.wanted(enrolled, "LT-9"))

    for key in ("commune-administrator", "other-commune-administrator"):
        assert "above both" in house.refusal("propose", handle, key, enrolled.number)
    assert house.say("propose", handle, FIRST, enrolled.number) == "proposed"
    assert "above both" in house.refusal("confirm", handle, "commune-leader", enrolled.number)
    assert house.say("confirm", handle, "top-leader", enrolled.number) == "done"


@pytest.mark.parametrize("name", ["\u0422ỉnh ủy", "\u03a4ỉnh ủy", "Tỉnh\u202e ủy", "Tỉnh\u00a0ủy"])
def test_letters_that_look_like_ours_are_not_printed(house: House, name: str) -> None:
    house.founded.add_organisation("LT-9", name, parent=COMMUNE)
    body = house.wanted(house.enrolled(), "LT-9")

    with pytest.raises(Refused, match="not written as"):
        house.laid(body)


def test_nobody_puts_an_organisation_above_the_topmost(house: House) -> None:
    """A path of one's own making gives nobody power over what the signer knows."""
    enrolled = house.enrolled()
    house.founded.organisations[TOP] = (house.founded.name, "LT-9")
    house.founded.add_organisation("LT-9", "Trên Hết", parent="")
    body = house.wanted(enrolled, COMMUNE)
    handle = house.laid(body)

    for key in ("commune-administrator", "neighbour-administrator"):
        assert house.refusal("propose", handle, key, enrolled.number)


def test_an_unknown_top_gives_nobody_power(house: House) -> None:
    enrolled = house.enrolled()
    house.founded.add_organisation("LT-9", "Trên Hết", parent="")
    house.founded.add_organisation("LT-8", "Dưới Trên Hết", parent="LT-9")
    handle = house.laid(house.wanted(enrolled, "LT-8"))

    for key in KEYS.values():
        assert "Only an administrator" in house.refusal("propose", handle, key, enrolled.number)


# ---- one administrator alone


@pytest.fixture
def single(tmp_path: Path, clock: Clock) -> House:
    founded = Founded(DeskClient.at(tmp_path), clock, names=("Phạm Quản Trị",))
    founded.add_organisation(COMMUNE, "Đảng ủy xã An Thành")
    return House(founded, clock)


def test_one_administrator_alone_waits_a_day_and_receipts_say_so(single: House) -> None:
    enrolled = single.enrolled()
    handle = single.laid(single.wanted(enrolled))

    assert single.client.hello().mode == "single"
    assert single.say("propose", handle, FIRST, enrolled.number) == "confirmed"
    assert single.client.take(handle).waits_until == signers_clock.now() + timedelta(hours=24)
    single.clock.now += DAY
    assert single.client.take(handle).state == "done"
    receipt = single.founded.answer(handle, "propose", FIRST, enrolled.number).receipt or {}
    assert (receipt["mode"], receipt["by"], receipt["outcome"]) == ("single", [FIRST], "done")


def test_one_administrator_alone_gives_themselves_nothing(single: House) -> None:
    enrolled = enrol(single.client, f"p-{FIRST}", "Phạm Quản Trị", PIN)
    body = single.wanted(enrolled, person=f"p-{FIRST}", name="Phạm Quản Trị", replaces=True)
    handle = single.laid(body)

    assert "for themselves" in single.refusal("propose", handle, FIRST, enrolled.number)


def test_a_second_administrator_ends_the_single_mode_for_good(single: House) -> None:
    enrolled = single.enrolled()
    handle = single.laid(single.wanted(enrolled, TOP, purpose="administrator"))
    single.say("propose", handle, FIRST, enrolled.number)
    single.clock.now += DAY
    assert single.client.take(handle).state == "done"

    assert single.client.hello().mode == "two"
    single.client.revoke("new")
    single.client.restart()
    assert single.client.hello().mode == "two"
    other = enrol(single.client, "p-other", "Ai Đó", PIN)
    body = single.wanted(other, key="other", person="p-other", name="Ai Đó")
    assert single.say("propose", single.laid(body), FIRST, other.number) == "proposed"


def test_the_hash_of_a_message_is_its_handle(small: House) -> None:
    message = small.founded.statement("key.give", small.wanted(small.enrolled()))

    expected = hashlib.sha256(b"lienthong.statement.1\0" + message).hexdigest()
    assert small.client.lay(message) == expected == small.client.lay(message)
