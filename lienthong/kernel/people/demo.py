"""Sign-ins for a demonstration: one password for the cast, a second factor for each of them.

All of it is drawn at random per installation and kept in one file for the owner's eyes only.
"""

import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from .codes import STEP_SECONDS, code_at, new_seed, step_now
from .factors import RECORDS, RECORDS_OF, app_seed, enrol_app, factors_of, remove_factors
from .models import Account, Person

SYLLABLES = [
    "ban",
    "bien",
    "dong",
    "hoa",
    "lang",
    "mai",
    "nui",
    "que",
    "rung",
    "song",
    "suoi",
    "tre",
    "vang",
    "xanh",
    "xuan",
]


@dataclass(frozen=True)
class DemoSignIn:
    username: str
    password: str
    seed: str


def open_demo_account(person: Person, username: str) -> Account:
    """Let a demo person sign in; done again, it gives the same name, password and second factor."""
    sign_in = _sign_in(username)
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account.objects.create_user(username, sign_in.password, person=person)
        enrol_app(account, sign_in.seed)
    elif not _opens_with(account, sign_in):
        account.username, account.is_active = username, True
        account.set_password(sign_in.password)
        account.save()
        remove_factors(account)
        enrol_app(account, sign_in.seed)
    return account


def _opens_with(account: Account, sign_in: DemoSignIn) -> bool:
    """Whether nobody has changed it since: then its sessions and passkeys stay."""
    return (
        (account.username, account.is_active) == (sign_in.username, True)
        and account.check_password(sign_in.password)
        and any(app_seed(factor) == sign_in.seed for factor in factors_of(account))
    )


def demo_sign_ins() -> list[DemoSignIn]:
    kept = _kept()
    return [
        DemoSignIn(username, kept["password"], seed) for username, seed in kept["seeds"].items()
    ]


def demo_code(username: str) -> str:
    """The code this person's authenticator app shows; one not used yet, so that it works."""
    seed = _kept()["seeds"][username]
    account = Account.objects.get(username=username)
    step = max(step_now(), account.last_code_step + 1)
    while step > step_now() + 1:  # the next code is already taken too: wait for a later one
        time.sleep(STEP_SECONDS / 30)
    return code_at(seed, step)


def show_second_factor(session: Any, account: Account) -> None:
    """Note in a session made without a browser that its second factor was shown."""
    session[RECORDS] = [{"method": "mfa", "at": time.time()}]
    session[RECORDS_OF] = str(account.pk)


def _sign_in(username: str) -> DemoSignIn:
    kept = _kept()
    seed = kept["seeds"].setdefault(username, new_seed())
    _keep(kept)
    return DemoSignIn(username, kept["password"], seed)


def _kept() -> dict[str, Any]:
    path = Path(settings.DEMO_SIGN_INS)
    if not path.exists():
        words = [secrets.choice(SYLLABLES) for _ in range(3)]
        _keep({"password": "-".join([*words, f"{secrets.randbelow(10_000):04}"]), "seeds": {}})
    kept: dict[str, Any] = json.loads(path.read_text())
    return kept


def _keep(kept: dict[str, Any]) -> None:
    path = Path(settings.DEMO_SIGN_INS)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
    draft.replace(path)
