"""Who is kept from signing in, and let in again."""

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken

from ..models import Account
from ..queries import open_posts_of
from ..sessions import end_all_sessions
from .access import refuse_holder_of_power, withdraw_codes
from .persons import authorize_over, refuse_last_two


@transaction.atomic
def suspend_account(account_id: int, *, actor: Actor) -> Account:
    """Bar a person from signing in, at once, also with a code they still have; the posts stay."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    authorize_over(account.person, actor=actor)

    if account.person_id == actor.person_id:
        raise RuleBroken(_("Nobody bars themselves from signing in."))
    refuse_if_barred(account)
    refuse_last_two(open_posts_of(account.person))

    _keep_out(account)

    record(actor, "people.suspended", account, person=account.person_id)
    return account


@transaction.atomic
def suspend_agreed(account_id: int, *, agreed: Agreed) -> Account:
    """Bar one of the last two administrators from signing in, as two persons agreed."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    refuse_if_barred(account)

    _keep_out(account)

    facts = {"person": account.person_id, "by": agreed.proposal_id}
    record(agreed.actor, "people.suspended", account, **facts)
    return account


def refuse_if_barred(account: Account) -> None:
    if not account.is_active:
        raise RuleBroken(_("This account is already barred."))


def _keep_out(account: Account) -> None:
    account.is_active = False
    account.save(update_fields=["is_active"])
    withdraw_codes(account)
    end_all_sessions(account.pk)


@transaction.atomic
def restore_account(account_id: int, *, actor: Actor) -> Account:
    """Let a barred person sign in again, whose posts carry no power."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    authorize_over(account.person, actor=actor)

    refuse_holder_of_power(account.person)
    refuse_unless_barred(account)

    _let_in(account)

    record(actor, "people.restored", account, person=account.person_id)
    return account


@transaction.atomic
def restore_agreed(account_id: int, *, agreed: Agreed) -> Account:
    """Let a barred holder of power sign in again, as two persons agreed."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    refuse_unless_barred(account)

    _let_in(account)

    facts = {"person": account.person_id, "by": agreed.proposal_id}
    record(agreed.actor, "people.restored", account, **facts)
    return account


def refuse_unless_barred(account: Account) -> None:
    if account.is_active:
        raise RuleBroken(_("This account is not barred."))


def _let_in(account: Account) -> None:
    account.is_active = True
    account.save(update_fields=["is_active"])
