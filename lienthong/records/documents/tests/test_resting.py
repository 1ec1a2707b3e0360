"""A document that waits for a suspended key says so: whose key, who brings it back and where."""

import pytest

from lienthong.kernel.people.public import Role
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.public import BY_HOLDER, suspend_key

from ..actions import issuing
from ..models import State
from ..queries.progress import Turn
from .test_issuing import lift


@pytest.fixture
def administrator(certified):
    committee = certified.committee
    certified.posts["administrator"] = certified.post(
        committee, Role.ORG_ADMIN, "Quản trị", "Đoàn Thị Cúc"
    )
    return certified.posts["administrator"]


def suspend(certified, who):
    """By its holder; the register follows the signer at once."""
    key = Certificate.objects.get(key_id=certified.signing.keys[who])
    return suspend_key(key.pk, reason=BY_HOLDER, actor=certified.actor(who))


def waits_for(document, actor):
    return Turn(document, actor).resting


def read(signed_in, document, who, tail=""):
    return signed_in(who).get(f"/outgoing/{document.pk}/{tail}")


@pytest.mark.django_db
def test_a_signature_that_waits_names_the_key_and_who_brings_it_back(
    certified, administrator, signed_in
):
    document = certified.submitted()
    key = suspend(certified, "secretary")

    own = read(signed_in, document, "secretary").content.decode()
    assert f"Signing waits: the signing key of {key.holder} is suspended" in own
    assert "Đoàn Thị Cúc" in own
    assert "It is your key" in own
    other = read(signed_in, document, "specialist").content.decode()
    assert f"the signing key of {key.holder} is suspended" in other
    assert "It is your key" not in other


@pytest.mark.django_db
def test_nothing_is_issued_while_the_leaders_key_is_suspended(certified, administrator, signed_in):
    document = certified.signed()
    key = suspend(certified, "secretary")

    page = read(signed_in, document, "clerk", "issue/").content.decode()

    assert f"Sealing waits: the signing key of {key.holder} is suspended" in page
    assert "Go on to the signing page" not in page
    assert "Đoàn Thị Cúc" in read(signed_in, document, "clerk").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["secretary", "clerk"])
def test_a_seal_that_waits_keeps_its_number_and_the_page_does_not_ask_for_ever(
    certified, administrator, signed_in, monkeypatch, who
):
    document = certified.signed()
    clerk = certified.actor("clerk")
    issuing.lay_to_issue(document.pk, actor=clerk)
    with monkeypatch.context() as died:
        died.setattr(certified.signing.server.desk.agreements, "_make", lambda *_given: None)
        certified.signing.agrees(document, "clerk")
    issuing.issue(document.pk, actor=clerk)
    assert "Refresh" in read(signed_in, document, "clerk")
    suspend(certified, who)

    page = read(signed_in, document, "specialist")

    assert "Sealing waits: the signing key of" in page.content.decode()
    assert "The number stays with this document" in page.content.decode()
    assert "The document is being sealed" not in page.content.decode()
    assert "Refresh" not in page
    document.refresh_from_db()
    assert document.state == State.SEALING


@pytest.mark.django_db
def test_who_may_propose_it_is_led_there_and_nothing_is_said_once_it_signs_again(
    certified, administrator, signed_in
):
    document = certified.submitted()
    key = suspend(certified, "secretary")
    document.refresh_from_db()

    by_administrator = waits_for(document, certified.actor("administrator"))
    assert by_administrator.lift_at.endswith(f"/certificates/{key.pk}/lift/")
    assert waits_for(document, certified.actor("secretary")).lift_at == ""

    lift(certified.signing, key.key_id)
    key.suspended_at = None
    key.save(update_fields=["suspended_at"])
    assert waits_for(document, certified.actor("secretary")) is None
