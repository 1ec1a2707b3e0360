"""What is done with accounts: invitation, recovery, passwords, factors, sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import record
from lienthong.kernel.events.public import announce
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken
from lienthong.kernel.text.public import fold

from ..attempts import Locked, begin_attempt
from ..codes import GROUP, GROUPS_OF_HALF, digest_of, letters_of, new_access_code
from ..events import AccountRecovered, CodeGivenByOne
from ..factors import has_second_factor, remove_factors
from ..models import (
    ROLES_THAT_READ,
    AccessCode,
    Account,
    CodeHalf,
    Delegation,
    FailedAttempt,
    Person,
    Post,
)
from ..queries import has_power, open_halves
from ..sessions import end_all_sessions, end_other_sessions
from .persons import authorize_over

VALID_FOR = {
    AccessCode.Purpose.INVITATION: timedelta(days=7),
    AccessCode.Purpose.RECOVERY: timedelta(hours=1),
}


# Two persons are seldom there in the same hour.
VALID_IN_HALVES = VALID_FOR | {AccessCode.Purpose.RECOVERY: timedelta(days=1)}


class WeakPassword(RuleBroken):
    """A password that is too easily guessed."""


@dataclass(frozen=True)
class IssuedCode:
    """Shown once, to the administrator, to be handed over in person."""

    username: str
    code: str
    expires_at: datetime
    is_half: bool = False


@transaction.atomic
def invite(person_id: int, username: str, *, actor: Actor) -> IssuedCode:
    """Give a person a sign-in name and a one-time code with which they set their own password."""
    person = Person.objects.select_for_update().get(pk=person_id)
    authorize_over(person, actor=actor)

    refuse_holder_of_power(person)
    account = invited_account(person)

    account = _named(account, username)
    issued = issue(account, AccessCode.Purpose.INVITATION, actor)

    record(actor, "people.invited", account, person=person.pk)
    _announce_given_by_one(account, actor)
    return issued


def _announce_given_by_one(account: Account, actor: Actor) -> None:
    """Of whoever reads papers, now or from a later day, or does so for another: a member's code is told to nobody."""
    today = timezone.localdate()
    reading = Post.objects.exclude(valid_to__lte=today).filter(role__in=ROLES_THAT_READ)
    own = reading.filter(person=account.person_id)
    lent = Delegation.objects.exclude(valid_to__lte=today).filter(to_person=account.person_id)
    reads = own.exists() or lent.filter(post__role__in=ROLES_THAT_READ).exists()
    if reads and actor.post_id is not None:
        announce(CodeGivenByOne(account.pk, actor.post_id))


def invited_account(person: Person) -> Account:
    """The account of somebody who may be invited: there is none, or it has no password yet."""
    if not Post.objects.valid_on(timezone.localdate()).filter(person=person).exists():
        raise RuleBroken(_("Only a person who holds a post can be invited to sign in."))
    account = Account.objects.filter(person=person).first()
    if account is not None and account.has_usable_password():
        raise RuleBroken(_("This person can already sign in. Issue a recovery code instead."))
    refuse_barred(account)
    return account or Account(person=person)


def refuse_holder_of_power(person: Person) -> None:
    if has_power(person):
        raise RuleBroken(
            _("This person's posts carry power: propose it, and a second person confirms it.")
        )


@transaction.atomic
def invite_first_administrator(person: Person, username: str) -> IssuedCode:
    """The code of the very first administrator is printed where the installation is made."""
    account = _named(Account(person=person), username)
    issued = issue(account, AccessCode.Purpose.INVITATION, None)

    record(None, "people.invited", account, person=person.pk)
    return issued


def _named(account: Account, username: str) -> Account:
    account.username = fold(username).replace(" ", "")
    account.set_unusable_password()
    try:
        account.full_clean(exclude=["password"])
        with transaction.atomic():
            account.save()
    except (ValidationError, IntegrityError):
        raise RuleBroken(
            _(
                "Choose another sign-in name: it is taken, or holds other signs than letters, digits and dots."
            ),
            field="username",
        ) from None
    return account


@transaction.atomic
def issue_recovery(account_id: int, *, actor: Actor) -> IssuedCode:
    """Help a person who lost password or second factor: a code for one hour, handed over in person.

    All their sessions end now; their old factors are removed when the code is used. Who is barred
    stays barred.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    authorize_over(account.person, actor=actor)

    if account.person_id == actor.person_id:
        raise RuleBroken(_("Nobody recovers their own account: another administrator does it."))
    refuse_holder_of_power(account.person)
    refuse_barred(account)

    end_all_sessions(account.pk)
    issued = issue(account, AccessCode.Purpose.RECOVERY, actor)

    record(actor, "people.recovery_issued", account, person=account.person_id)
    _announce_given_by_one(account, actor)
    return issued


def refuse_barred(account: Account | None) -> None:
    if account is not None and not account.is_active:
        raise RuleBroken(
            _("This account is barred from signing in. Allow it to sign in again first.")
        )


def issue(account: Account, purpose: AccessCode.Purpose, actor: Actor | None) -> IssuedCode:
    now = timezone.now()
    withdraw_codes(account)
    code = new_access_code()
    expires_at = now + VALID_FOR[purpose]
    AccessCode.objects.create(
        account=account,
        purpose=purpose,
        digest=digest_of(code, account.pk),
        issued_by_id=actor.post_id if actor else None,
        expires_at=expires_at,
    )
    return IssuedCode(account.username, code, expires_at)


@transaction.atomic
def invite_agreed(person_id: int, username: str, *, agreed: Agreed) -> Account:
    """Invite a holder of power, as two persons agreed: each of them hands over half of the code."""
    person = Person.objects.select_for_update().get(pk=person_id)

    account = invited_account(person)

    account = _named(account, username)
    _issue_in_halves(account, AccessCode.Purpose.INVITATION, agreed)

    record(agreed.actor, "people.invited", account, person=person.pk, by=agreed.proposal_id)
    return account


@transaction.atomic
def recover_agreed(account_id: int, *, agreed: Agreed) -> Account:
    """Open a holder of power's account anew, as two persons agreed; its keys sign nothing from now on."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    refuse_barred(account)

    end_all_sessions(account.pk)
    _issue_in_halves(account, AccessCode.Purpose.RECOVERY, agreed)

    person_id = account.person_id
    record(agreed.actor, "people.recovery_issued", account, person=person_id, by=agreed.proposal_id)
    announce(AccountRecovered(person_id))
    return account


def _issue_in_halves(account: Account, purpose: AccessCode.Purpose, agreed: Agreed) -> None:
    withdraw_codes(account)
    code = AccessCode.objects.create(
        account=account, purpose=purpose, expires_at=timezone.now() + VALID_IN_HALVES[purpose]
    )
    CodeHalf.objects.bulk_create(
        CodeHalf(code=code, person_id=person_id) for person_id in agreed.person_ids
    )


@transaction.atomic
def show_half(holder_id: int, *, actor: Actor) -> IssuedCode:
    """Show one of those who agreed their half of a code, once; the holder needs them all."""
    halves = CodeHalf.objects.select_for_update(of=("self",)).filter(open_halves())
    half = halves.filter(code__account__person=holder_id, person=actor.person_id).first()
    if half is None or not (half.is_marked() and half.code.is_marked()):
        raise RuleBroken(_("There is no code to be shown to you; it is shown once."))

    part = new_access_code(GROUPS_OF_HALF)
    account = half.code.account
    half.digest = digest_of(part, account.pk, parts=half.code.halves.count())
    half.save(update_fields=["digest"])

    record(actor, "people.half_shown", account, person=holder_id)
    return IssuedCode(account.username, part, half.code.expires_at, is_half=True)


def withdraw_codes(account: Account) -> None:
    for code in AccessCode.objects.filter(account=account, used_at=None, withdrawn_at=None):
        code.withdrawn_at = timezone.now()
        code.save(update_fields=["withdrawn_at"])


def enter_with_code(
    username: str, code: str, password: str, *, address: str, device: str = ""
) -> Account:
    """Set a password with a one-time code; wrong codes are counted like wrong passwords.

    They are counted apart: by wrong passwords nobody keeps a neighbour from the code handed over.
    """
    kind = FailedAttempt.Kind.ACCESS_CODE
    try:
        attempt = begin_attempt(kind, fold(username), address, device=device)
    except Locked as locked:
        raise RuleBroken(locked.sentence, field="code") from None
    try:
        account = use_code(username, code, password)
    except WeakPassword:
        attempt.succeeded()  # the code was right: who looks for a better password guesses nothing
        raise
    attempt.succeeded()
    return account


@transaction.atomic
def use_code(username: str, code: str, password: str) -> Account:
    """A one-time code is good once, until it expires, and only for the account it was issued for.

    It sets a password, and recovery removes the old second factors; nothing else. It opens no barred
    account, and failures counted against the name go on counting.
    """
    account = (
        Account.objects.select_for_update(of=("self",)).filter(username=fold(username)).first()
    )
    found = AccessCode.objects.filter(account=account, used_at=None, withdrawn_at=None).first()

    right = _is_right(found, code)
    expired = found is None or found.expires_at <= timezone.now()
    if account is None or found is None or not right or expired or not account.is_active:
        raise RuleBroken(
            _("This name and code do not belong together, or the code has expired."), field="code"
        )
    _refuse_weak(password, account)

    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    account.set_password(password)
    account.save(update_fields=["password"])
    if found.purpose == AccessCode.Purpose.RECOVERY:
        remove_factors(account)
    end_all_sessions(account.pk)

    record(None, f"people.{found.purpose}_used", account, person=account.person_id)
    return Account.objects.get(pk=account.pk)


def _is_right(found: AccessCode | None, code: str) -> bool:
    """The whole code, or all its halves one after the other, whichever comes first."""
    account_id = found.account_id if found else 0
    halves = list(found.halves.all()) if found else []
    if found and not all(part.is_marked() for part in (found, *halves)):
        return False
    digests = [half.digest for half in halves]
    if not digests:
        whole = found.digest if found else digest_of("", account_id)
        return constant_time_compare(whole, digest_of(code, account_id))
    letters = letters_of(code)
    length = GROUPS_OF_HALF * GROUP
    typed = [letters[at : at + length] for at in range(0, len(letters), length)]
    parts = [digest_of(part, account_id, parts=len(digests)) for part in typed]
    return constant_time_compare(" ".join(sorted(digests)), " ".join(sorted(parts)))


def _refuse_weak(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="password") from None


@transaction.atomic
def change_password(account_id: int, password: str, *, actor: Actor | None) -> Account:
    """A person changes their own password; all other sessions end."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    _refuse_weak(password, account)
    if account.check_password(password):
        raise RuleBroken(_("Choose a password you do not use now."), field="password")

    account.set_password(password)
    account.save(update_fields=["password"])

    record(actor, "people.password_changed", account, person=account.person_id)
    return account


@transaction.atomic
def note_new_factor(account_id: int, kind: str, *, kept_session: str, actor: Actor | None) -> None:
    """A new second factor ends the sessions opened without it, but for the one it was set up in."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    end_other_sessions(account, kept_session)

    record(actor, "people.factor_added", account, person=account.person_id, kind=kind)


@transaction.atomic
def note_lost_factor(account_id: int, kind: str, *, kept_session: str, actor: Actor | None) -> None:
    """A person took one of their factors away; with the last one end the sessions that showed it."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account_id)

    if not has_second_factor(account):
        end_other_sessions(account, kept_session)

    record(actor, "people.factor_removed", account, person=account.person_id, kind=kind)
