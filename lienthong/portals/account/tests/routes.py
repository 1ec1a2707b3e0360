"""Signing in is everybody's; one's own account is one's own, whatever post one holds."""

from collections.abc import Callable

from attack.oracle import anybody, nobody
from attack.rules import (
    CONFIRM,
    FACTOR,
    IN,
    NOT_FOUND,
    PUBLIC,
    REFUSED,
    SIGN_IN,
    SIGNED_IN,
    Access,
    Kind,
    RouteRule,
)
from attack.world import Persona

from .things import make

SOMEBODY_ELSES = "somebody else's"


def only(*answers: str) -> Callable[[Persona], frozenset[str]]:
    return lambda _persona: frozenset(answers)


def without_factor(answer: str) -> Callable[[Persona], frozenset[str]]:
    """Personas without a second factor have no password either: nothing to confirm with or to remove."""
    return lambda persona: frozenset({CONFIRM, IN if persona.second_factor else answer})


def own(name: str, *, does: bool = True, reads: bool = True, **more: object) -> RouteRule:
    return RouteRule(name, SIGNED_IN, does=anybody if does else None, reads=reads, **more)  # type: ignore[arg-type]


def acts(persona: Persona, _thing: object) -> bool:
    return persona.acts


def theirs(name: str) -> RouteRule:
    """What it takes belongs to somebody else here, so nobody finds it."""
    return own(f"account:{name}", reads=False, takes=SOMEBODY_ELSES, sees=nobody)


SHOWN = (
    "account:account",
    "account:security",
    "account:key_back",
    "mfa_index",
)
FORMS = (
    "account:password",
    "mfa_generate_recovery_codes",
)
ENROLLING = ("mfa_activate_totp", "mfa_add_webauthn")
ENTRANCES = ("account_login", "mfa_authenticate", "mfa_login_webauthn", "account:enter")

ACCESS = Access(
    kinds=(Kind(SOMEBODY_ELSES, relation=lambda _persona, _thing: "somebody else's"),),
    routes=(
        *(own(name, does=False) for name in SHOWN),
        own("account:second_factor", does=False, door=True),
        *(own(f"account:{name}", does=False, asks=("",)) for name in ("readings", "notices")),
        own("mfa_view_recovery_codes", does=False, answers=only(IN, CONFIRM, NOT_FOUND)),
        *(own(name) for name in FORMS),
        *(own(name, door=True) for name in ENROLLING),
        own("account_reauthenticate", answers=without_factor(REFUSED), door=True),
        own("mfa_reauthenticate", answers=without_factor(REFUSED), door=True),
        own("mfa_reauthenticate_webauthn", answers=only(IN, CONFIRM, REFUSED), door=True),
        own("mfa_deactivate_totp", answers=without_factor(NOT_FOUND)),
        own("account:preferences", reads=False, door=True),
        own("account:sign_out_everywhere", reads=False, answers=only(SIGN_IN)),
        own("account:read_all", reads=False, sees=acts),
        # Nobody at these routes has a signing key; whom it lets in is tested with the pages.
        RouteRule(
            "account:switch_post",
            SIGNED_IN,
            SOMEBODY_ELSES,
            sees=nobody,
            does=anybody,
            reads=False,
            sends=lambda _persona, thing: {"post_id": thing.ids["post_id"]},
        ),
        own("account:outside", does=False),
        *(
            own(f"account:{name}", reads=False, sees=acts)
            for name in ("feed_make", "feed_end", "mail_end")
        ),
        # Nobody at these routes has an address, and no mail server is set up.
        own("account:feed_change", reads=False, answers=only(NOT_FOUND)),
        own("account:mail_want", reads=False, answers=only(REFUSED, NOT_FOUND)),
        RouteRule("account:calendar_feed", PUBLIC, SOMEBODY_ELSES, sees=nobody),
        theirs("read_notice"),
        theirs("end_session"),
        own("mfa_remove_webauthn", takes=SOMEBODY_ELSES, answers=only(NOT_FOUND, CONFIRM)),
        *(RouteRule(name, PUBLIC, does=anybody) for name in ENTRANCES),
        RouteRule("account_logout", PUBLIC, does=anybody),
        RouteRule("account:sign_out", PUBLIC, does=anybody, reads=False),
    ),
    leads={
        "account_login": SIGN_IN,
        "account:second_factor": FACTOR,
        "account_reauthenticate": CONFIRM,
        "mfa_reauthenticate": CONFIRM,
        "mfa_reauthenticate_webauthn": CONFIRM,
    },
    make=make,
)
