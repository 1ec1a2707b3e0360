"""What the account pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.audit.public import history_of, readings_of, said_by, sentence
from lienthong.kernel.confirmations.public import Proposal, proposals_seen_by
from lienthong.kernel.notices.public import Notice
from lienthong.kernel.people.public import (
    LEND_LEADING_POST,
    LEND_POST,
    MEMBERSHIP,
    Account,
    OpenSession,
    holders,
    is_session_of,
)
from lienthong.kernel.permissions.public import Actor
from lienthong.kernel.search.public import titles_at
from lienthong.kernel.units.public import Unit
from lienthong.records.signing.public import (
    CERTIFY,
    KEY_ROLES,
    certificate_of_post,
    key_at,
    last_withdrawn,
    open_request,
    passkey_at,
    suspended_of_post,
    take_up_keys,
)

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
SHOWN_ENTRIES = 200
PHONES = {"Android", "iPhone", "iPad"}


@dataclass(frozen=True)
class NamedSession:
    id: str
    device: str
    on_phone: bool
    address: str
    opened_at: datetime | None
    current: bool


def named_sessions(sessions: Iterable[OpenSession], current_key: str) -> list[NamedSession]:
    """Open sessions in words; the one the person sits at comes first."""
    named = [
        NamedSession(
            id=session.pk,
            device=device_of(session.browser),
            on_phone=_first(SYSTEMS, session.browser) in PHONES,
            address=session.address,
            opened_at=session.opened_at,
            current=is_session_of(session, current_key),
        )
        for session in sessions
    ]
    return sorted(named, key=lambda session: not session.current)


def device_of(user_agent: str) -> str:
    """The browser and the system in words a person knows."""
    names = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(filter(None, names)) or _("Another program")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def sorted_factors(factors: Iterable[Authenticator]) -> dict[str, Any]:
    """Second factors by kind, as the security page lists them."""
    by_kind: dict[str, list[Authenticator]] = {}
    for factor in factors:
        by_kind.setdefault(factor.type, []).append(factor)
    codes = by_kind.get(Authenticator.Type.RECOVERY_CODES, [])
    apps = by_kind.get(Authenticator.Type.TOTP, [])
    passkeys = by_kind.get(Authenticator.Type.WEBAUTHN, [])
    return {
        "app": apps[0] if apps else None,
        "passkeys": passkeys,
        "has_codes": bool(codes),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "only_one": len(apps) + len(passkeys) == 1,
    }


@dataclass(frozen=True)
class NamedEntry:
    text: str
    by: str
    at: datetime
    is_reading: bool


def what_was_done_with(account: Account) -> list[NamedEntry]:
    """Who looked at or changed what is kept of a person, latest first."""
    entries = readings_of(account.person, account) | history_of(account.person, account)
    return [
        NamedEntry(
            text=sentence(entry),
            by=said_by(entry),
            at=entry.at,
            is_reading=entry.is_reading,
        )
        for entry in entries.order_by("-id")[:SHOWN_ENTRIES]
    ]


def lendings_of(actor: Actor | None) -> dict[str, Any]:
    """Whether the post acted in may be delegated, and what its holder has proposed that still waits."""
    if actor is None:
        return {"may_lend": False, "lendings": []}
    kinds = [power.kind for power in (LEND_POST, LEND_LEADING_POST)]
    mine = proposals_seen_by(actor).filter(proposer=actor.person_id, kind__in=kinds)
    return {
        "may_lend": actor.role not in MEMBERSHIP,
        "lendings": mine.filter(state__in=Proposal.OPEN),
    }


def signing_key_of(actor: Actor | None) -> dict[str, Any]:
    """The key of the post acted in, where the post signs, issues or administers; keys are not delegated.

    From our own register. The signer is asked only where the holder was led to make a key and has not come
    back, so that it is said at once.
    """
    if actor is None or actor.for_post_id or actor.role not in KEY_ROLES:
        return {"has_signing_post": False}
    take_up_keys(post=actor.post_id)
    certificate = certificate_of_post(actor.post_id)
    back, key_back = (settings.WEB + reverse(f"account:{to}") for to in ("account", "key_back"))
    if certificate is None:
        suspended = suspended_of_post(actor.post_id)
        return {
            "has_signing_post": True,
            "certificate": None,
            "key_request": (asked := open_request(actor.post_id)),
            "key_keepers": _who_agree(actor) if asked else [],
            "withdrawn": last_withdrawn(actor.post_id),
            "suspended": suspended,
            "key_url": key_at(suspended.key_id, key_back) if suspended else "",
        }
    return {
        "has_signing_post": True,
        "certificate": certificate,
        "key_url": key_at(certificate.key_id, key_back),
        "passkey_url": passkey_at(certificate.key_id, back),
    }


def _who_agree(actor: Actor) -> list[str]:
    """The administrators to whom a holder reads the check number of a new key."""
    unit = Unit.objects.get(pk=actor.unit_id)
    posts = holders(unit, CERTIFY).exclude(person=actor.person_id)
    return list(dict.fromkeys(f"{one.person}, {one.label}, {one.unit}" for one in posts))


def name_papers(actor: Actor, notices: Iterable[Notice]) -> None:
    """Say of each notice to what it leads, as far as the actor may open it now."""
    shown = list(notices)
    papers = titles_at(actor, (one.page for one in shown if one.page))
    for one in shown:
        one.paper = papers.get(one.page, "")  # type: ignore[attr-defined]  # read by the page
