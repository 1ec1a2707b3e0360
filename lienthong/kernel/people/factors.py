"""Second factors: authenticator apps, passkeys and recovery codes, as allauth keeps them.

Only those count that this system wrote (`factor_marks`).
"""

import time
from collections.abc import Collection
from typing import Any, Protocol

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth as passkeys
from django.db import transaction
from django.db.models import QuerySet

from . import keys
from .attempts import Attempt, begin_attempt
from .codes import new_seed, step_of
from .factor_marks import FactorMark, digest_of, is_ours
from .models import SECOND_FACTOR_ROLES, Account, FailedAttempt, Post

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FRESH_SECONDS = 30 * 60
# In the session, while a first factor is set up: the page to which the person is going.
PAGE_ASKED_FOR = "page_asked_for"
PENDING_SEED = "mfa.totp.secret"  # the name under which allauth clears it when done
# Where allauth notes in the session how, and when, the person proved who they are.
RECORDS, RECORDS_OF = "account_authentication_methods", "account_authentication_methods_user"


class WithSession(Protocol):
    session: Any
    user: Any


def has_second_factor(account: Account) -> bool:
    return has_factor(account, SECOND_FACTORS)


def has_factor(account: Account, kinds: Collection[str]) -> bool:
    return any(factor.type in kinds for factor in factors_of(account))


def without_second_factor(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Those of these posts that demand a second factor, and whose holder has set none up."""
    with_one = FactorMark.objects.filter(kind__in=SECOND_FACTORS).values("account__person")
    return posts.filter(role__in=SECOND_FACTOR_ROLES).exclude(person__in=with_one)


def signed_in_with_second_factor(request: WithSession) -> bool:
    """Whether this session was opened, or later confirmed, with a second factor."""
    return _last_second_factor(request) is not None


def second_factor_fresh(request: WithSession, *, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a second factor was shown in this session a short while ago."""
    at = _last_second_factor(request)
    return at is not None and time.time() - at < seconds


def forget_second_factor(request: WithSession) -> None:
    """Where the account has none any more, none counts as shown in this session."""
    if not has_second_factor(request.user):
        request.session[RECORDS] = [
            record for record in _records(request) if record.get("method") != "mfa"
        ]


def proved_recently(request: WithSession, *, seconds: int) -> bool:
    """Whether the person signed in or confirmed who they are, by any means, a short while ago."""
    return any(time.time() - record["at"] < seconds for record in _records(request))


def _last_second_factor(request: WithSession) -> float | None:
    moments = [record["at"] for record in _records(request) if record.get("method") == "mfa"]
    return max(moments, default=None)


def _records(request: WithSession) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    if request.session.get(RECORDS_OF) != str(request.user.pk):
        return []
    return list(request.session.get(RECORDS) or [])


def check_code(
    account: Account, code: str, *, address: str, device: str = ""
) -> Authenticator | None:
    """The factor a code proves: an app's code is good once, and so is a recovery code.

    Raises `Locked` when too many codes were wrong.
    """
    attempt = _begin(account, address, device)
    factor = _factor_of(account, code)
    if factor is not None:
        attempt.succeeded()
    return factor


@transaction.atomic
def _factor_of(account: Account, code: str) -> Authenticator | None:
    locked = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    held = _held_by(account).exclude(type=Authenticator.Type.WEBAUTHN)
    # Locked, so that nobody puts another seed into one between the question and the use.
    factors = {
        factor.type: factor for factor in held.select_for_update(of=("self",)) if is_ours(factor)
    }
    app = factors.get(Authenticator.Type.TOTP)
    if app is not None:
        step = step_of(code, seed=app_seed(app), after=locked.last_code_step)
        if step is not None:
            locked.last_code_step = step
            locked.save(update_fields=["last_code_step"])
            return app
    document = factors.get(Authenticator.Type.RECOVERY_CODES)
    if document is not None and RecoveryCodes(document).validate_code(code):
        return document
    return None


def passkey_of(account: Account, answer: dict[str, Any]) -> Authenticator | None:
    """The passkey that gave an answer to the open question, of those that this system wrote."""
    keys_of_passkeys = {
        factor: factor.wrap().authenticator_data.credential_data
        for factor in factors_of(account)
        if factor.type == Authenticator.Type.WEBAUTHN
    }
    question = passkeys.get_state()
    if not question:
        return None
    try:
        proved = passkeys.get_server().authenticate_complete(
            question, list(keys_of_passkeys.values()), answer
        )
    except ValueError:
        return None
    passkeys.clear_state()
    return next(
        factor
        for factor, key in keys_of_passkeys.items()
        if key.credential_id == proved.credential_id
    )


def pending_seed(session: Any, *, keep: bool) -> str:
    """The seed of an app being set up: kept in the session, sealed there too."""
    sealed = session.get(PENDING_SEED) if keep else None
    seed = keys.unseal(sealed) if sealed else new_seed()
    session[PENDING_SEED] = sealed or keys.seal(seed)
    return seed


def _begin(account: Account, address: str, device: str) -> Attempt:
    kind = FailedAttempt.Kind.SECOND_FACTOR
    return begin_attempt(kind, str(account.pk), address, device=device)


def proves_seed(account: Account, seed: str, code: str, *, address: str, device: str = "") -> bool:
    """Whether a new app shows the right code; that code is then used up."""
    attempt = _begin(account, address, device)
    step = step_of(code, seed=seed, after=0)
    if step is None:
        return False
    attempt.succeeded()
    Account.objects.filter(pk=account.pk).update(last_code_step=step)
    return True


def factors_of(account: Account) -> list[Authenticator]:
    """The second factors of an account that count."""
    held = _held_by(account).order_by("created_at")
    return [factor for factor in held if is_ours(factor)]


def _held_by(account: Account) -> QuerySet[Authenticator]:
    held: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=account.pk)
    return held.select_related("written")


def clear_way_for_factor(account: Account) -> None:
    """Take away what this system did not write, before the holder sets up another factor."""
    for factor in _held_by(account):
        if not is_ours(factor):
            factor.delete()


def enrol_app(account: Account, seed: str) -> Authenticator:
    """Write an authenticator app's seed, sealed; for enrolment by others than the person."""
    return Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": keys.seal(seed)}
    )


def app_seed(factor: Authenticator) -> str:
    """The seed of an authenticator app; other factors have none."""
    return keys.unseal(factor.data["secret"]) if factor.type == Authenticator.Type.TOTP else ""


def remove_factors(account: Account) -> int:
    removed, _by_model = Authenticator.objects.filter(user_id=account.pk).delete()
    return int(removed)


@transaction.atomic
def reseal_factors() -> int:
    """Seal every seed with the newest key; then the older keys may be dropped."""
    count = 0
    sealed = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in sealed.select_related("written").select_for_update(of=("self",)):
        if not is_ours(factor):
            continue
        for name in {"secret", "seed"} & factor.data.keys():
            factor.data[name] = keys.reseal(factor.data[name])
        factor.save(update_fields=["data"])
        factor.written.digest = digest_of(factor.data)
        factor.written.save(update_fields=["digest"])
        count += 1
    return count
