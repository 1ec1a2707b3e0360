from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.people.account_matters import RestoreAccount
from lienthong.kernel.people.actions import access, barring
from lienthong.kernel.people.actions.persons import NewPost
from lienthong.kernel.people.actions.posts import give_post
from lienthong.kernel.people.attempts import PATIENCE, begin_attempt
from lienthong.kernel.people.codes import new_seed
from lienthong.kernel.people.factors import enrol_app, has_second_factor
from lienthong.kernel.people.models import (
    AccessCode,
    Account,
    CodeHalf,
    Delegation,
    FailedAttempt,
    Person,
    Role,
)
from lienthong.kernel.people.queries import unit_of_power
from lienthong.kernel.permissions.public import RuleBroken

from .factories import (
    LONG_AGO,
    PASSWORD,
    a_person,
    a_post,
    a_unit,
    agreed_by,
    an_account,
    an_actor,
    halves_for,
)

NEW = "Một mật khẩu khác hẳn 9"
ADDRESS = "10.0.0.7"


def enter(username, code, password=NEW):
    return access.enter_with_code(username, code, password, address=ADDRESS)


def test_an_invited_person_sets_a_password_once(commune):
    person = a_post(commune).person

    issued = access.invite(person.pk, "Vũ.Văn.Thư", actor=an_actor(commune))
    account = enter("vu.van.thu", issued.code.lower())

    assert issued.username == "vu.van.thu"
    assert account.check_password(NEW)
    with pytest.raises(RuleBroken, match="do not belong together"):
        enter("vu.van.thu", issued.code, PASSWORD)


def test_a_number_is_no_password(commune):
    """An identity card has twelve figures: as many as a password must have signs."""
    issued = access.invite(a_post(commune).person_id, "van.thu", actor=an_actor(commune))
    with pytest.raises(RuleBroken) as refused:
        enter("van.thu", issued.code, "001185012345")
    assert refused.value.field == "password"


def test_passwords_found_too_weak_lock_nobody_out(commune):
    person = a_post(commune).person
    issued = access.invite(person.pk, "van.thu", actor=an_actor(commune))

    for _try in range(PATIENCE):
        with pytest.raises(RuleBroken) as refused:
            enter("van.thu", issued.code, "123")
        assert refused.value.field == "password"

    assert enter("van.thu", issued.code).check_password(NEW)


def test_the_code_is_kept_only_as_a_digest(commune):
    issued = access.invite(a_post(commune).person_id, "an", actor=an_actor(commune))

    assert issued.code not in str(AccessCode.objects.values().get())


@pytest.mark.parametrize("case", ["wrong code", "other account", "expired", "withdrawn", "no name"])
def test_a_code_opens_only_its_own_account_while_it_is_valid(commune, case):
    admin = an_actor(commune)
    issued = access.invite(a_post(commune).person_id, "an", actor=admin)
    other = access.invite(a_post(commune).person_id, "binh", actor=admin)
    code = {"wrong code": "ABCD-EFGH", "other account": other.code}.get(case, issued.code)
    if case == "expired":
        given = AccessCode.objects.get(account__username="an")
        given.expires_at = timezone.now()
        given.save(update_fields=["expires_at"])
    if case == "withdrawn":
        access.invite(Person.objects.get(account__username="an").pk, "an", actor=admin)

    with pytest.raises(RuleBroken, match="do not belong together"):
        enter("nobody" if case == "no name" else "an", code)


def test_wrong_codes_are_counted_and_then_not_looked_at(commune):
    issued = access.invite(a_post(commune).person_id, "an", actor=an_actor(commune))
    for _attempt in range(5):
        with pytest.raises(RuleBroken, match="do not belong together"):
            enter("an", "ABCD-EFGH-JKMN-PQRS-TUVW")

    with pytest.raises(RuleBroken, match="Too many failed attempts"):
        enter("an", issued.code)


def test_a_weak_password_is_refused_and_the_code_stays_good(commune):
    issued = access.invite(a_post(commune).person_id, "an", actor=an_actor(commune))

    with pytest.raises(RuleBroken) as refusal:
        enter("an", issued.code, "ngắn")

    assert refusal.value.field == "password"
    assert enter("an", issued.code)


@pytest.mark.parametrize("name", ["", "tên có <dấu>", "."])
def test_a_sign_in_name_is_letters_digits_and_dots(commune, name):
    with pytest.raises(RuleBroken, match="another sign-in name"):
        access.invite(a_post(commune).person_id, name, actor=an_actor(commune))


def test_a_sign_in_name_is_given_once(commune):
    admin = an_actor(commune)
    access.invite(a_post(commune).person_id, "an", actor=admin)

    with pytest.raises(RuleBroken, match="another sign-in name"):
        access.invite(a_post(commune).person_id, "An", actor=admin)


def test_only_who_holds_a_post_and_cannot_sign_in_yet_is_invited(commune):
    admin = an_actor(commune)
    former = a_post(commune, until=timezone.localdate()).person
    known = an_account(a_post(commune).person)

    with pytest.raises(RuleBroken, match="holds a post"):
        access.invite(former.pk, "an", actor=admin)
    with pytest.raises(RuleBroken, match="recovery code instead"):
        access.invite(known.person_id, "an", actor=admin)


def test_recovery_ends_sessions_now_and_removes_factors_when_used(commune, client):
    account = an_account(a_post(commune).person, username="thu")
    enrol_app(account, new_seed())

    issued = access.issue_recovery(account.pk, actor=an_actor(commune))
    ended_at_once = Account.objects.get(pk=account.pk).session_generation == 1
    kept_until_used = has_second_factor(account)
    entered = enter("thu", issued.code)

    assert ended_at_once
    assert kept_until_used
    assert entered.check_password(NEW)
    assert not Authenticator.objects.filter(user=account).exists()
    assert issued.expires_at < timezone.now() + timedelta(hours=1, minutes=1)


def test_nobody_recovers_their_own_account(commune):
    admin = an_actor(commune)
    account = an_account(Person.objects.get(pk=admin.person_id))

    with pytest.raises(RuleBroken, match="their own account"):
        access.issue_recovery(account.pk, actor=admin)


ACTIONS = {
    "invite": lambda person, actor: access.invite(person.pk, "moi.vao", actor=actor),
    "recover": lambda person, actor: access.issue_recovery(person.account.pk, actor=actor),
    "suspend": lambda person, actor: barring.suspend_account(person.account.pk, actor=actor),
    "restore": lambda person, actor: barring.restore_account(person.account.pk, actor=actor),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_accounts_are_administered_where_the_reach_covers_every_post(
    province, commune, neighbour, action
):
    for actor, allowed, posts in [
        (an_actor(neighbour), False, [commune]),
        (an_actor(a_unit(commune, kind="branch")), False, [commune]),
        (an_actor(commune, Role.SECRETARY), False, [commune]),
        (an_actor(commune), True, [commune]),
        (an_actor(commune), False, [commune, province]),
        (an_actor(province), True, [commune, province]),
    ]:
        person = a_person()
        for unit in posts:
            a_post(unit, person=person)
        if action != "invite":
            account = an_account(person)
            account.is_active = action != "restore"
            account.save()
        if allowed:
            ACTIONS[action](person, actor)
            if action == "invite":
                person.account.username = f"moi.{person.pk}"
                person.account.save()
        else:
            with pytest.raises(PermissionDenied):
                ACTIONS[action](person, actor)


def test_who_acts_for_a_higher_post_is_administered_from_above(province):
    office = a_unit(province, kind="advisory_body", serves=province)
    specialist, post = a_post(office), a_post(province)
    account = an_account(specialist.person)
    Delegation.objects.create(
        post=post, to_person=specialist.person, valid_from=LONG_AGO, basis="QĐ 1"
    )

    assert unit_of_power(specialist.person) == province
    with pytest.raises(PermissionDenied):
        access.issue_recovery(account.pk, actor=an_actor(office))
    access.issue_recovery(account.pk, actor=an_actor(province))


# --- Accounts whose posts carry power ---------------------------------------------------------------


@pytest.mark.parametrize("lent", [False, True], ids=["held", "acted for"])
@pytest.mark.parametrize("action", ["recover", "invite", "restore"])
def test_no_administrator_alone_opens_an_account_with_power(commune, action, lent):
    post = a_post(commune, Role.CLERK)
    person = a_post(commune).person if lent else post.person
    if lent:
        Delegation.objects.create(post=post, to_person=person, valid_from=LONG_AGO, basis="QĐ 1")
    if action != "invite":
        account = an_account(person)
        account.is_active = action != "restore"
        account.save()

    with pytest.raises(RuleBroken, match="carry power"):
        ACTIONS[action](person, an_actor(commune))


def test_two_let_a_barred_holder_of_power_in_again_once(commune):
    account = an_account(a_post(commune, Role.CLERK).person)
    first, second = an_actor(commune), an_actor(commune, Role.SECRETARY)
    barring.suspend_account(account.pk, actor=first)

    matter = RestoreAccount(account.pk, account.person_id, commune.pk)
    matter.check()
    assert matter.carry_out(agreed_by(first, second)).is_active
    with pytest.raises(RuleBroken, match="not barred"):
        matter.check()
    with pytest.raises(RuleBroken, match="not barred"):
        matter.carry_out(agreed_by(first, second))


def test_each_of_two_has_half_of_the_code_and_is_shown_it_once(commune):
    account = an_account(a_post(commune, Role.CLERK).person, username="thu")
    enrol_app(account, new_seed())
    first, second = an_actor(commune), an_actor(commune, Role.SECRETARY)
    access.recover_agreed(account.pk, agreed=agreed_by(first, second))

    with pytest.raises(RuleBroken, match="do not belong together"):
        enter("thu", "")
    one = halves_for(account.person, first)
    for alone in (one, f"{one}-{one}"):
        with pytest.raises(RuleBroken, match="do not belong together"):
            enter("thu", alone)
    for nobody in (first, an_actor(commune)):
        with pytest.raises(RuleBroken, match="shown once"):
            halves_for(account.person, nobody)
    other = halves_for(account.person, second)

    assert enter("thu", f"{other} {one}".lower()).check_password(NEW)
    assert not has_second_factor(account)
    assert CodeHalf.objects.filter(digest__in=[one, other]).count() == 0


def test_an_account_made_by_one_person_alone_is_closed_by_a_post_with_power(commune):
    person = a_post(commune).person
    account = an_account(person)
    enrol_app(account, new_seed())

    give_post(
        person,
        NewPost(Role.CLERK, timezone.localdate()),
        commune,
        agreed=agreed_by(an_actor(commune), an_actor(commune, Role.SECRETARY)),
    )

    account.refresh_from_db()
    assert not account.has_usable_password()
    assert not has_second_factor(account)


def test_a_barred_person_does_not_come_back_with_a_code_they_still_have(commune):
    admin = an_actor(commune)
    person = a_post(commune).person
    issued = access.invite(person.pk, "an", actor=admin)

    barring.suspend_account(person.account.pk, actor=admin)

    with pytest.raises(RuleBroken, match="do not belong together"):
        enter("an", issued.code)


@pytest.mark.parametrize("action", ["recover", "invite"])
def test_no_code_is_issued_to_somebody_barred(commune, action):
    admin = an_actor(commune)
    account = an_account(a_post(commune).person, password=None if action == "invite" else PASSWORD)
    barring.suspend_account(account.pk, actor=admin)

    with pytest.raises(RuleBroken, match="barred from signing in"):
        ACTIONS[action](account.person, admin)


def test_a_code_does_not_lift_a_bar(commune):
    account = an_account(a_post(commune).person, username="thu")
    issued = access.issue_recovery(account.pk, actor=an_actor(commune))
    account.is_active = False
    account.save()

    with pytest.raises(RuleBroken, match="do not belong together"):
        enter("thu", issued.code)

    account.refresh_from_db()
    assert not account.is_active
    assert account.check_password(PASSWORD)


def test_wrong_passwords_keep_nobody_from_a_code_and_go_on_counting(commune):
    account = an_account(a_post(commune).person, username="thu")
    issued = access.issue_recovery(account.pk, actor=an_actor(commune))
    for place in (ADDRESS, "10.9.9.9"):
        for _attempt in range(5):
            begin_attempt(FailedAttempt.Kind.PASSWORD, "thu", place)

    enter("thu", issued.code)

    assert FailedAttempt.objects.filter(kind=FailedAttempt.Kind.PASSWORD).count() == 10


def test_a_new_password_is_another_one(commune):
    account = an_account(a_post(commune).person)

    with pytest.raises(RuleBroken, match="do not use now"):
        access.change_password(account.pk, PASSWORD, actor=None)

    assert access.change_password(account.pk, NEW, actor=None).check_password(NEW)
