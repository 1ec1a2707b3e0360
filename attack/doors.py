"""The table of doors: what each takes, who may open it at all, who finds the thing, who may do the deed.

A route of the product that stands in no row fails the run and the build.
"""

from dataclasses import dataclass
from typing import Literal

from .facts import Paper, Player, Someone
from .oracle import (
    Rule,
    anybody,
    as_present_holder,
    as_signer,
    covers,
    entered,
    given,
    holds,
    in_place,
    over_draft,
    over_issuer,
    part_of,
    reads_document,
    reads_file,
    sees_document,
    sees_paper,
    watches,
)
from .places import Place

SIGN_IN, NOT_FOUND, REFUSED, IN = "sign-in", "not found", "refused", "in"
FACTOR, CONFIRM, METHOD, BROKEN = "second factor", "confirm who you are", "other method", "broken"
PUBLIC, SIGNED_IN = "public", "signed in"

Takes = Literal[
    "nothing", "document", "paper", "unit", "person", "post", "account", "certificate", "notice",
    "session", "passkey"
]  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One row of the table."""

    name: str
    takes: Takes
    needs: tuple[str, ...] | str
    sees: Rule = anybody
    deed: Rule | None = None
    exists: Rule = anybody
    reads: bool = True
    deed_finds: Rule = anybody
    factor: bool = False


def _documents() -> list[Door]:
    view, opine, draft = "documents.view", "documents.opine", "documents.draft"
    read = "audiences.read"

    def shown(name: str, *needs: str, sees: Rule = sees_document, **more: Rule) -> Door:
        return Door(f"documents:{name}", "document", needs, sees, **more)  # type: ignore[arg-type]

    def form(name: str) -> Door:
        return Door(f"documents:{name}", "document", (draft,), sees_document, over_draft)

    def deed(name: str, rule: Rule, *needs: str, factor: bool = False) -> Door:
        return Door(
            f"documents:{name}", "document", needs, sees_document, rule, reads=False, factor=factor
        )

    drafting: tuple[str, ...] = ("attach", "detach", "clause_first", "clause_move", "clause_remove")
    drafting += ("recipient_add", "recipient_remove", "reach", "ask_opinions", "end_round")
    drafting += ("finalise", "submit", "cancel")
    appraise, adopt = "documents.appraise", "documents.record_adoption"
    sign, issue = "documents.sign", "documents.issue"
    by_passkey = ("lay_passkey", "sign_by_passkey")
    return [
        Door("documents:documents", "nothing", (view,)),
        Door("documents:register", "nothing", (view,)),
        Door("documents:new", "nothing", (draft,), deed=anybody),
        Door("documents:import", "nothing", (draft,), deed=anybody, reads=False),
        shown("document", view, opine),
        shown("slip", view),
        shown("text", draft),
        shown("recipients", draft),
        shown("opinions", view, opine),
        shown("preview", view, opine),
        shown("file", view, read, sees=reads_file),
        shown("page_image", view, read, sees=reads_file),
        shown("source", view, exists=_has("source")),
        shown("minutes", view, exists=_has("adoption")),
        shown("attachment", view, read, sees=reads_document),
        form("details"),
        form("clause"),
        form("clause_insert"),
        *(deed(name, over_draft, draft) for name in drafting),
        Door(
            "documents:take_in",
            "document",
            (draft,),
            sees_document,
            over_draft,
            _has("opinion"),
            reads=False,
        ),
        # Whether the body was asked is a rule of the deed, said in a sentence.
        deed("give_opinion", anybody, opine),
        deed("initial", over_issuer(appraise), appraise),
        deed("adoption", over_issuer(adopt), adopt),
        *(deed(name, as_signer, sign, factor=True) for name in ("sign", *by_passkey)),
        deed("issue", over_issuer(issue), issue, factor=True),
        deed("return", as_present_holder, draft, appraise, adopt, sign, issue),
    ]


def _has(part: str) -> Rule:
    """The thing has such a part at all."""
    return lambda _player, paper: part in paper.ids


def _correspondence() -> list[Door]:
    view, read, handle = "correspondence.view", "audiences.read", "correspondence.handle"
    readers = (view, read, handle)

    def shown(name: str) -> Door:
        return Door(f"correspondence:{name}", "paper", readers, sees_paper)

    def deed(name: str, *needs: str, rule: Rule | None = None, finds: Rule = anybody) -> Door:
        return Door(
            f"correspondence:{name}",
            "paper",
            needs[:1],
            sees_paper,
            rule or in_place(*needs),
            reads=False,
            deed_finds=finds,
        )

    propose, direct = "correspondence.propose", "correspondence.direct"
    close, acknowledge = "correspondence.close", "audiences.acknowledge"
    register, remind = "correspondence.register", "correspondence.remind"
    watch = ("audiences.watch", "correspondence.watch_served")
    return [
        Door("correspondence:incoming", "nothing", readers),
        Door("correspondence:register_of_arrivals", "nothing", (view,), exists=_keeps_register),
        *(shown(name) for name in ("paper", "file", "image", "attachment", "verdict")),
        deed("register", register),
        deed("refuse", register),
        deed("propose", propose, finds=entered),
        deed("direct", direct, finds=entered),
        deed("return_proposal", direct, finds=entered),
        deed("file_away", close, finds=entered),
        deed("close", close, finds=entered),
        deed("ask_for_more", close, finds=entered),
        deed("answer", handle, rule=given, finds=part_of),
        deed("return", handle, rule=given, finds=entered),
        deed("receive", acknowledge),
        deed("pass_on", acknowledge),
        deed("forward_on", acknowledge),
        deed("forward_with_letter", "documents.draft", view, finds=entered),
        Door("correspondence:boards", "nothing", watch),
        Door("correspondence:board", "paper", watch, watches),
        Door("correspondence:board_units", "paper", watch, watches),
        Door("correspondence:whom_to_remind", "paper", (remind,), watches),
        Door("correspondence:remind", "paper", (remind,), watches, anybody, reads=False),
    ]


def _keeps_register(player: Player, _paper: Paper) -> bool:
    """The register of arrivals is that of the committee whose business the post does."""
    own = player.place
    assert own is not None
    committee = own.served if own.served and holds(player, "correspondence.view") else own
    return committee.register


def _administration() -> list[Door]:
    def door(
        name: str, takes: Takes, needs: str, *, posts: bool = False, reads: bool = True
    ) -> Door:
        return Door(
            f"administration:{name}",
            takes,
            (needs,),
            deed=anybody if posts else None,
            reads=reads,
            factor=True,
        )

    see, keep = "units.view", "units.manage"
    look, care, keys = "people.view", "people.manage", "signing.certify"
    forms = (
        "unit_found",
        "unit_rename",
        "unit_move",
        "unit_dissolve",
        "unit_identify",
        "unit_term",
    )
    return [
        door("home", "nothing", see),
        door("units", "nothing", see),
        door("rules", "nothing", see),
        door("unit", "unit", see),
        *(door(name, "unit", keep, posts=True) for name in forms),
        door("person_register", "unit", care, posts=True),
        door("people", "nothing", look),
        door("person", "person", look),
        door("person_correct", "person", care, posts=True),
        door("person_appoint", "person", care, posts=True),
        door("person_invite", "person", care, posts=True, reads=False),
        door("post_end", "post", care, posts=True),
        door("post_transfer", "post", care, posts=True),
        door("account_recover", "account", care, posts=True, reads=False),
        door("account_bar", "account", care, posts=True, reads=False),
        door("account_restore", "account", care, posts=True, reads=False),
        door("certificates", "nothing", keys),
        door("post_certify", "post", keys, posts=True),
        door("seal_certify", "unit", keys, posts=True, reads=False),
        door("certificate_withdraw", "certificate", keys, posts=True),
    ]


def _no_key(_player: Player, _paper: Paper) -> bool:
    return False


def _account() -> list[Door]:
    own: tuple[str, ...] = (
        "account:account",
        "account:security",
        "account:readings",
        "account:notices",
    )
    own += ("account:second_factor", "mfa_index", "mfa_view_recovery_codes")
    forms: tuple[str, ...] = ("account:password", "account_reauthenticate", "mfa_reauthenticate")
    forms += ("mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp")
    forms += ("mfa_add_webauthn", "mfa_generate_recovery_codes")
    deeds = ("account:sign_out_everywhere", "account:preferences")
    return [
        *(Door(name, "nothing", SIGNED_IN) for name in own),
        *(Door(name, "nothing", SIGNED_IN, deed=anybody) for name in forms),
        *(Door(name, "nothing", SIGNED_IN, deed=anybody, reads=False) for name in deeds),
        Door("account:read_all", "nothing", SIGNED_IN, deed=anybody, reads=False),
        # Nobody at these doors has a signing key; whom it lets in is tested with the page.
        Door("account:signing_passkey", "nothing", SIGNED_IN, deed=anybody, exists=_no_key),
        # What these take belongs to somebody else here, so nobody finds it.
        Door("account:switch_post", "post", SIGNED_IN, deed=anybody, reads=False),
        Door("account:read_notice", "notice", SIGNED_IN, deed=anybody, reads=False),
        Door("account:end_session", "session", SIGNED_IN, deed=anybody, reads=False),
        Door("mfa_remove_webauthn", "passkey", SIGNED_IN, deed=anybody),
        *(
            Door(name, "nothing", PUBLIC, deed=anybody)
            for name in ("account_login", "mfa_authenticate", "mfa_login_webauthn", "account:enter")
        ),
        Door("account_logout", "nothing", PUBLIC, deed=anybody),
        Door("account:sign_out", "nothing", PUBLIC, deed=anybody, reads=False),
    ]


DOORS = {
    door.name: door
    for door in [
        Door("desk:desk", "nothing", SIGNED_IN),
        Door("desk:search", "nothing", SIGNED_IN),
        *_documents(),
        *_correspondence(),
        *_administration(),
        *_account(),
        Door("verification:verify", "nothing", PUBLIC, deed=anybody),
        # With a token nobody gave out.
        Door("verification:scanned", "nothing", PUBLIC),
        Door("set_language", "nothing", PUBLIC, deed=anybody),
        Door("healthz", "nothing", PUBLIC),
    ]
}
Target = Paper | Place | Someone | None
OWN_THINGS = {"notice", "session", "passkey"}
ENDS_THE_SESSION = {"account:sign_out_everywhere"}
MAY_HAVE_NONE = {
    "verification:scanned": NOT_FOUND,
    "mfa_view_recovery_codes": NOT_FOUND,
    "mfa_reauthenticate_webauthn": REFUSED,
}
# Players without a second factor have no password either: nothing to confirm with, nothing to remove.
WITHOUT_A_FACTOR = {"account_reauthenticate": REFUSED, "mfa_deactivate_totp": NOT_FOUND}
WITHOUT_A_FACTOR |= {"mfa_reauthenticate": REFUSED}
NEEDS_A_POST = {"account:read_all"}


def expected(door: Door, method: str, player: Player, target: Target) -> frozenset[str]:
    """The answers this door may give; nearly always one."""
    if door.needs == PUBLIC:
        none = {MAY_HAVE_NONE[door.name]} if door.name in MAY_HAVE_NONE else set()
        return frozenset({IN, METHOD, SIGN_IN} | none)
    if player.is_anonymous:
        return frozenset({SIGN_IN})
    if door.needs != SIGNED_IN and not any(holds(player, need) for need in door.needs):
        return frozenset({NOT_FOUND})
    if door.factor and not player.shown:
        return frozenset({FACTOR})
    if method == "POST" and door.deed is None or method == "GET" and not door.reads:
        return frozenset({METHOD, CONFIRM})
    if method not in ("GET", "POST"):
        return frozenset({METHOD, CONFIRM}) | (
            expected(door, "GET", player, target) if door.reads else frozenset()
        )
    return frozenset(_behind(door, method, player, target))


def _behind(door: Door, method: str, player: Player, target: Target) -> set[str]:
    """Past the threshold: is the thing found, and may the deed be done?"""
    if door.takes in OWN_THINGS or door.name == "account:switch_post":
        return {NOT_FOUND, CONFIRM} if door.takes == "passkey" else {NOT_FOUND}
    if door.takes == "nothing":
        return _without_a_thing(door, player)
    if isinstance(target, Paper):
        if not (door.sees(player, target) and door.exists(player, target)):
            return {NOT_FOUND}
        if method == "GET":
            return {IN}
        assert door.deed is not None
        if not door.deed_finds(player, target):
            return {NOT_FOUND}
        return {IN} if door.deed(player, target) else {REFUSED}
    assert isinstance(door.needs, tuple)
    if isinstance(target, Place):
        return {IN} if covers(player, door.needs[0], target) else {NOT_FOUND}
    assert isinstance(target, Someone)
    return _with_a_person(door, method, player, target)


def _without_a_thing(door: Door, player: Player) -> set[str]:
    if door.name in NEEDS_A_POST and not player.acts:
        return {NOT_FOUND}
    if door.exists is not anybody and not door.exists(player, None):  # type: ignore[arg-type]
        return {NOT_FOUND}
    if door.name in ENDS_THE_SESSION:
        return {SIGN_IN}
    if door.name in MAY_HAVE_NONE:
        return {IN, CONFIRM, MAY_HAVE_NONE[door.name]}
    if door.name in WITHOUT_A_FACTOR and not player.second_factor:
        return {CONFIRM, WITHOUT_A_FACTOR[door.name]}
    return {IN, CONFIRM} if door.needs == SIGNED_IN else {IN}


# Appointing is a deed over the organisation, not over the whole person.
OVER_THE_UNIT = {"administration:person_appoint"}


def _with_a_person(door: Door, method: str, player: Player, target: Someone) -> set[str]:
    """A person is found through any post; deeds on the person need reach over every post."""
    needs = door.needs[0]
    if door.takes in ("post", "certificate"):
        return {IN} if covers(player, needs, target.places[0]) else {NOT_FOUND}
    if not any(covers(player, needs, place) for place in target.places):
        return {NOT_FOUND}
    if method == "GET" or door.name in OVER_THE_UNIT:
        return {IN}
    every = all(covers(player, needs, place) for place in target.places)
    return {IN} if every else {REFUSED}
