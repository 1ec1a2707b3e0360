"""What becomes of a proposal: confirmed, refused, withdrawn, expired, failed; and what never changes."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.audit.marked_rows import unmarked_rows
from lienthong.kernel.audit.public import history_of
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations import actions, jobs
from lienthong.kernel.confirmations.models import Proposal, Telling, hash_of
from lienthong.kernel.confirmations.permissions import CONFIRM, HEADING, LEADING
from lienthong.kernel.confirmations.public import confirmers, leads
from lienthong.kernel.notices.public import mark_all_read, notices_of
from lienthong.kernel.numbering.public import TERM, TermBegins
from lienthong.kernel.people.actions.posts import end_agreed
from lienthong.kernel.people.models import ROLES_WITH_POWER
from lienthong.kernel.people.post_matters import GivePost
from lienthong.kernel.people.public import Delegation, Post, Role, actor_in, actors_of
from lienthong.kernel.people.tests.factories import LONG_AGO, a_post, a_unit, agreed_by, an_account
from lienthong.kernel.permissions.public import Agreed, Matter, RuleBroken, power_of
from lienthong.kernel.procedures.public import desk_of
from lienthong.kernel.reference.public import end_of_day, seed
from lienthong.kernel.units.models import segment
from lienthong.kernel.units.public import MOVE, MoveUnit

from .office import Office, a_gift

pytestmark = pytest.mark.django_db
GIVE = power_of("people.give_post")


def proposed(office: Office, matter: Matter | None = None) -> Proposal:
    return actions.propose(GIVE, matter or a_gift(office), actor=office.actor("org_admin"))


def given_posts(proposal: Proposal) -> int:
    return Post.objects.filter(person=proposal.concerned_id, role=Role.CLERK).count()


def test_nothing_happens_until_a_second_person_confirms_once(office: Office) -> None:
    proposal = proposed(office)
    assert given_posts(proposal) == 0

    done = actions.confirm(proposal.pk, actor=office.actor("secretary"))
    with pytest.raises(RuleBroken, match="answered already"):
        actions.confirm(proposal.pk, actor=office.actor("deputy_secretary"))

    assert (done.state, given_posts(proposal)) == ("done", 1)
    assert [answer.verb for answer in proposal.answers.all()] == ["propose", "confirm"]
    assert [entry.verb for entry in history_of(proposal)] == [
        "confirmations.proposed",
        "confirmations.confirmed",
    ]


# Else one person could appoint the one who then confirms what that person proposes.
def test_only_posts_that_two_persons_gave_confirm() -> None:
    assert {*LEADING, *HEADING, Role.ORG_ADMIN} <= ROLES_WITH_POWER
    assert set(CONFIRM.held_by) <= ROLES_WITH_POWER


def test_an_invented_branch_secretary_confirms_nothing_wherever_the_branch_is(
    office: Office,
) -> None:
    branch = a_unit(office.province, kind="base_branch")
    invented = a_post(branch, Role.BRANCH_SECRETARY)
    with pytest.raises(RuleBroken, match="only Party groups"):
        MoveUnit.made_for(office.commune, branch, timezone.localdate())
    commune = office.commune
    commune.path, commune.parent = branch.path + segment(commune.pk), branch
    commune.save(update_fields=["path", "parent"])
    proposal = actions.propose(GIVE, a_gift(office), actor=office.actor("above org_admin"))

    assert not confirmers(proposal).filter(pk=invented.pk).exists()
    assert not leads(invented.pk)
    with pytest.raises(PermissionDenied):
        actions.confirm(proposal.pk, actor=actor_in(invented))


def test_another_administrator_confirms_a_term_at_the_top_only(office: Office) -> None:
    today = timezone.localdate()
    for unit, prefix, agreed in ((office.province, "above ", True), (office.commune, "", False)):
        matter = TermBegins.to_open(unit, today)
        proposal = actions.propose(TERM, matter, actor=office.actor(f"{prefix}org_admin"))
        others = confirmers(proposal).filter(role=Role.ORG_ADMIN)
        assert others.filter(pk=office.posts[f"{prefix}other_admin"].pk).exists() == agreed
        assert others.count() == agreed


def test_a_move_is_proposed_anew_where_the_tree_changed_meanwhile(office: Office) -> None:
    part, other = (a_unit(office.commune, kind="part_committee") for _ in range(2))
    branch = a_unit(part, kind="branch")
    matter = MoveUnit.made_for(branch, other, timezone.localdate())
    proposal = actions.propose(MOVE, matter, actor=office.actor("org_admin"))
    branch.path, branch.parent = other.path + segment(branch.pk), other
    branch.save(update_fields=["path", "parent"])

    done = actions.confirm(proposal.pk, actor=office.actor("secretary"))

    assert (done.state, "changed" in done.because) == ("failed", True)


def test_the_statement_is_canonical_and_says_what_is_done(office: Office) -> None:
    proposal = Proposal.objects.get(pk=proposed(office).pk)
    said = json.loads(bytes(proposal.statement))

    assert hash_of(bytes(proposal.statement)) == proposal.hash
    assert (said["kind"], said["id"], said["v"]) == ("people.give_post", proposal.uid.hex, 1)
    assert said["organisation"] == f"o-{office.commune.pk}"
    assert said["concerned"] == f"p-{proposal.concerned_id}"
    assert said["body"]["role"] == "clerk"
    assert b", " not in bytes(proposal.statement)[:40]


@pytest.mark.parametrize(
    "changed",
    [{"statement": b"{}"}, {"hash": "0" * 64}, {"kind": "people.recover"}, {"subject": "x"}],
)
def test_what_was_proposed_never_changes(office: Office, changed: dict[str, object]) -> None:
    proposal = proposed(office)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**changed)


def test_an_answered_proposal_is_not_answered_anew_by_anybody(office: Office) -> None:
    proposal = proposed(office)
    actions.withdraw(proposal.pk, actor=office.actor("org_admin"))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="proposed")
    with pytest.raises(DatabaseError), transaction.atomic():
        proposal.answers.all().delete()


CONFIRMED_BY_A_ROW = """
    UPDATE confirmations_proposal SET state = 'confirmed', confirmer_id = %s, confirmed_by_id = %s,
        waits_until = now() - interval '1 hour'
    WHERE id = %s
"""


def test_what_a_superuser_writes_down_as_confirmed_is_not_carried_out(office: Office) -> None:
    proposal, leader = proposed(office), office.posts["above secretary"]
    as_superuser(CONFIRMED_BY_A_ROW, leader.person_id, leader.pk, proposal.pk)
    assert [fault.facts["row"] for fault in unmarked_rows()] == [proposal.pk]

    actions.carry_out_due()

    proposal.refresh_from_db()
    assert (proposal.state, "did not write" in proposal.because) == ("failed", True)
    assert not Post.objects.filter(person=proposal.concerned_id).exists()


@pytest.mark.parametrize("changed", ["proposer_id", "proposed_by_id", "kind", "until"])
def test_what_a_superuser_has_proposed_in_anothers_name_is_not_confirmed(
    office: Office, changed: str
) -> None:
    """Whoever is administrator and has the database too proposes in the name of another one."""
    proposal, other = proposed(office), office.posts["other_admin"]
    value = {
        "proposer_id": other.person_id,
        "proposed_by_id": other.pk,
        "kind": "people.recover",
        "until": timezone.now() + dt.timedelta(days=99),
    }[changed]
    row = f"UPDATE confirmations_proposal SET {changed} = %s WHERE id = %s"
    as_superuser(row, value, proposal.pk)

    with pytest.raises(RuleBroken, match="did not write"):
        actions.confirm(proposal.pk, actor=office.actor("above secretary"))


def test_the_database_itself_refuses_one_person_as_both(office: Office) -> None:
    proposal = proposed(office)
    with pytest.raises(DatabaseError, match="second_person"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            confirmer=proposal.proposer, confirmed_by=office.posts["secretary"]
        )
    with pytest.raises(DatabaseError, match="was_confirmed"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="done")


def test_bytes_that_are_not_those_agreed_to_do_nothing(office: Office) -> None:
    proposal = Proposal.objects.get(pk=proposed(office).pk)
    proposal.statement = bytes(proposal.statement).replace(b"clerk", b"other")
    with pytest.raises(ValueError, match="not that of its hash"):
        _ = proposal.matter


# A power is given on a named decision: one that exists, and not before its day.
@pytest.mark.parametrize(
    ("decided", "begins", "sentence"),
    [
        (1, 0, "does not exist yet"),
        (1, 30, "does not exist yet"),
        (0, -1, "takes effect before the day of the decision"),
        (0, 0, ""),
        (-30, -30, ""),
        (-30, 30, ""),
    ],
)
def test_a_power_is_given_on_a_decision_of_its_day_or_before(
    office: Office, decided: int, begins: int, sentence: str
) -> None:
    today = timezone.localdate()
    decided_on, on = (today + dt.timedelta(days=days) for days in (decided, begins))
    matter = a_gift(office, decision_on=decided_on.isoformat(), on=on.isoformat())

    if not sentence:
        assert proposed(office, matter).state == "proposed"
        return
    with pytest.raises(RuleBroken, match=sentence) as refused:
        proposed(office, matter)
    assert refused.value.field == "decision_on"


def test_no_power_is_given_that_the_organisation_has_no_post_for(office: Office) -> None:
    with pytest.raises(RuleBroken, match="no such post") as refused:
        proposed(office, a_gift(office, unit_id=a_unit(office.commune, kind="branch").pk))
    assert refused.value.field == "role"


def test_the_same_is_proposed_once_at_a_time(office: Office) -> None:
    matter = a_gift(office)
    first = proposed(office, matter)
    with pytest.raises(RuleBroken, match="already"):
        proposed(office, matter)

    actions.withdraw(first.pk, actor=office.actor("org_admin"))
    assert proposed(office, matter).state == "proposed"


def test_only_the_proposer_withdraws_and_only_a_confirmer_refuses_with_a_reason(
    office: Office,
) -> None:
    proposal = proposed(office)
    with pytest.raises(PermissionDenied):
        actions.withdraw(proposal.pk, actor=office.actor("secretary"))
    with pytest.raises(PermissionDenied):
        actions.refuse(proposal.pk, reason="Không", actor=office.actor("neighbour secretary"))
    with pytest.raises(RuleBroken, match="Say why"):
        actions.refuse(proposal.pk, reason=" ", actor=office.actor("secretary"))

    refused = actions.refuse(proposal.pk, reason="Sai người", actor=office.actor("secretary"))

    assert (refused.state, refused.because, given_posts(proposal)) == ("refused", "Sai người", 0)


# A deadline's day ends at 24:00; the day of the proposal is day 0.
def test_a_proposal_may_be_confirmed_to_the_end_of_its_seventh_day(
    office: Office, monkeypatch
) -> None:
    proposal = proposed(office)
    seventh = timezone.localdate(proposal.proposed_at) + dt.timedelta(days=7)
    moment = end_of_day(seventh) - dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    jobs.expire()

    assert proposal.last_day == seventh
    assert actions.confirm(proposal.pk, actor=office.actor("secretary")).state == "done"


def test_a_proposal_expires_after_seven_days(office: Office, monkeypatch) -> None:
    proposal = proposed(office)
    later = end_of_day(timezone.localdate(proposal.proposed_at) + dt.timedelta(days=7))
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(RuleBroken, match="expired"):
        actions.confirm(proposal.pk, actor=office.actor("secretary"))

    jobs.expire()
    jobs.expire()

    proposal.refresh_from_db()
    assert proposal.state == "expired"
    assert Telling.objects.filter(proposal=proposal, state="expired").exists()


def test_who_lost_the_post_has_proposed_nothing(office: Office) -> None:
    proposal = proposed(office)
    both = agreed_by(office.actor("above org_admin"), office.actor("above secretary"))
    end_agreed(office.posts["org_admin"].pk, on=timezone.localdate(), agreed=both)

    failed = actions.confirm(proposal.pk, actor=office.actor("secretary"))

    assert (failed.state, given_posts(proposal)) == ("failed", 0)
    assert "no longer holds" in failed.because


def test_a_changed_world_is_said(office: Office) -> None:
    matter = a_gift(office)
    proposal = proposed(office, matter)
    Post.objects.create(
        person_id=matter.concerned_id, unit=office.commune, role=Role.CLERK, valid_from=LONG_AGO
    )
    failed = actions.confirm(proposal.pk, actor=office.actor("secretary"))
    assert (failed.state, failed.because) == ("failed", "This person already holds this post.")


def test_it_lies_on_the_desks_of_those_who_may_confirm_until_it_is_answered(
    office: Office,
) -> None:
    proposal = proposed(office)

    def asked() -> set[str]:
        return {name for name, actor in office.everybody() if desk_of(actor).exists()}

    assert asked() == {
        "other_admin",
        "secretary",
        "deputy_secretary",
        "above org_admin",
        "above other_admin",
        "above secretary",
        "above deputy_secretary",
    }
    actions.confirm(proposal.pk, actor=office.actor("secretary"))
    assert asked() == set()


def test_nobody_mutes_a_notice_of_power(office: Office) -> None:
    proposed(office)
    deputy = office.actor("deputy_secretary")
    mark_all_read(actor=deputy)
    assert not notices_of(deputy.person_id).get().is_read


def test_a_leader_whom_it_concerns_is_not_the_only_leader_who_hears_of_it(office: Office) -> None:
    body = a_unit(office.commune, kind="advisory_body", serves=office.commune)
    head = a_post(body, Role.UNIT_HEAD)
    matter = a_gift(office, unit_id=body.pk, person_id=head.person_id)
    proposal = proposed(office, matter)
    leaders = {office.posts[name].person_id for name in ("secretary", "deputy_secretary")}
    told = set(Telling.objects.filter(proposal=proposal).values_list("person_id", flat=True))
    assert leaders | {head.person_id} <= told


def test_opening_a_proposal_is_noted_once(office: Office) -> None:
    proposal, deputy = proposed(office), office.actor("deputy_secretary")
    actions.mark_seen(proposal.pk, actor=deputy)
    seen = Telling.objects.get(proposal=proposal, person=deputy.person_id).seen_at
    actions.mark_seen(proposal.pk, actor=deputy)
    assert seen
    assert Telling.objects.get(proposal=proposal, person=deputy.person_id).seen_at == seen


def test_who_may_not_see_a_proposal_does_not_mark_it_as_opened(office: Office) -> None:
    proposal = proposed(office)
    with pytest.raises(PermissionDenied):
        actions.mark_seen(proposal.pk, actor=office.actor("specialist"))


def test_who_acts_for_another_neither_proposes_nor_confirms(office: Office) -> None:
    """By a delegation one person would have two posts."""
    specialist = office.posts["specialist"].person
    for name in ("secretary", "org_admin"):
        Delegation.objects.create(
            post=office.posts[name], to_person=specialist, valid_from=LONG_AGO, basis="1-QĐ"
        )
    acting = {actor.role: actor for actor in actors_of(specialist)}
    with pytest.raises(RuleBroken, match="own"):
        actions.propose(GIVE, a_gift(office), actor=acting["org_admin"])
    proposal = proposed(office)
    with pytest.raises(RuleBroken, match="own"):
        actions.confirm(proposal.pk, actor=acting["secretary"])


@pytest.fixture
def single(settings, office: Office) -> Office:
    seed()
    settings.SINGLE_ADMINISTRATOR = True
    return office


def test_one_administrator_waits_a_day_where_nobody_else_signs_in(
    single: Office, monkeypatch
) -> None:
    proposal = proposed(single)
    assert (proposal.state, proposal.is_single) == ("confirmed", True)
    jobs.carry_out()
    assert given_posts(proposal) == 0

    later = timezone.now() + dt.timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()
    jobs.carry_out()

    proposal.refresh_from_db()
    assert (proposal.state, given_posts(proposal)) == ("done", 1)


def test_a_proposal_that_breaks_when_due_keeps_no_other_back(
    single: Office, monkeypatch, caplog
) -> None:
    broken, sound = proposed(single), proposed(single)
    carry_out = GivePost.carry_out

    def breaks_for_one(matter: GivePost, agreed: Agreed) -> Post:
        if matter.person_id == broken.concerned_id:
            raise KeyError(matter.role)
        return carry_out(matter, agreed)

    monkeypatch.setattr(GivePost, "carry_out", breaks_for_one)
    later = timezone.now() + dt.timedelta(hours=24, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    jobs.carry_out()

    assert given_posts(sound) == 1
    assert Proposal.objects.get(pk=broken.pk).state == "confirmed"
    assert f"Proposal {broken.pk} broke" in caplog.text


def test_the_mode_of_one_administrator_ends_with_the_second_person(single: Office) -> None:
    an_account(single.posts["secretary"].person)
    assert proposed(single).state == "proposed"


# --- One person, whatever they press ----------------------------------------------------------------

PRESSED = st.lists(
    st.tuples(
        st.sampled_from(["propose", "confirm", "refuse", "withdraw", "expire", "carry_out"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(pressed=PRESSED, name=st.sampled_from(["org_admin", "secretary", "above org_admin"]))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_one_person_ends_in_an_effect(
    office: Office, pressed: list[tuple[str, int]], name: str
) -> None:
    with transaction.atomic():
        before, actor = Post.objects.count(), office.actor(name)
        matters = [a_gift(office) for _ in range(4)]
        for what, which in pressed:
            press(what, which, matters, actor)
        made = Post.objects.count() - before
        states = set(Proposal.objects.values_list("state", flat=True))
        transaction.set_rollback(True)

    assert made == 0
    assert states <= {"proposed", "withdrawn"}


def press(what: str, which: int, matters: list[Matter], actor) -> None:
    existing = list(Proposal.objects.order_by("pk"))
    try:
        with transaction.atomic():
            if what == "propose":
                actions.propose(GIVE, matters[which], actor=actor)
            elif what == "expire":
                actions.expire_due()
            elif what == "carry_out":
                actions.carry_out_due()
            elif which < len(existing):
                more = {"reason": "Không đúng"} if what == "refuse" else {}
                getattr(actions, what)(existing[which].pk, **more, actor=actor)
    except (PermissionDenied, RuleBroken):
        pass
