"""The table of routes: what each takes, who may open it at all, who finds the thing, who may do the action.

A route of the product that stands in no row fails the run and the build.
"""

from dataclasses import dataclass
from typing import Literal

from .facts import Item, Persona, Someone
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
    sees_received,
    watches,
)
from .places import Place

SIGN_IN, NOT_FOUND, REFUSED, IN = "sign-in", "not found", "refused", "in"
FACTOR, CONFIRM, METHOD, BROKEN = "second factor", "confirm who you are", "other method", "broken"
PUBLIC, SIGNED_IN = "public", "signed in"

Takes = Literal[
    "nothing", "document", "item", "unit", "person", "post", "account", "certificate", "notice",
    "session", "passkey"
]  # fmt: skip


@dataclass(frozen=True)
class RouteRule:
    """One row of the table."""

    name: str
    takes: Takes
    needs: tuple[str, ...] | str
    sees: Rule = anybody
    action: Rule | None = None
    exists: Rule = anybody
    reads: bool = True
    action_finds: Rule = anybody
    factor: bool = False


def _documents() -> list[RouteRule]:
    view, opine, draft = "documents.view", "documents.opine", "documents.draft"
    read = "audiences.read"

    def shown(name: str, *needs: str, sees: Rule = sees_document, **more: Rule) -> RouteRule:
        return RouteRule(f"documents:{name}", "document", needs, sees, **more)  # type: ignore[arg-type]

    def form(name: str) -> RouteRule:
        return RouteRule(f"documents:{name}", "document", (draft,), sees_document, over_draft)

    def action(name: str, rule: Rule, *needs: str, factor: bool = False) -> RouteRule:
        return RouteRule(
            f"documents:{name}", "document", needs, sees_document, rule, reads=False, factor=factor
        )

    drafting: tuple[str, ...] = ("attach", "detach", "clause_first", "clause_move", "clause_remove")
    drafting += ("recipient_add", "recipient_remove", "reach", "ask_opinions", "end_round")
    drafting += ("finalise", "submit", "cancel")
    appraise, adopt = "documents.appraise", "documents.record_adoption"
    sign, issue = "documents.sign", "documents.issue"
    by_passkey = ("lay_passkey", "sign_by_passkey")
    return [
        RouteRule("documents:documents", "nothing", (view,)),
        RouteRule("documents:register", "nothing", (view,)),
        RouteRule("documents:new", "nothing", (draft,), action=anybody),
        RouteRule("documents:import", "nothing", (draft,), action=anybody, reads=False),
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
        *(action(name, over_draft, draft) for name in drafting),
        RouteRule(
            "documents:take_in",
            "document",
            (draft,),
            sees_document,
            over_draft,
            _has("opinion"),
            reads=False,
        ),
        # Whether the body was asked is a rule of the action, said in a sentence.
        action("give_opinion", anybody, opine),
        action("initial", over_issuer(appraise), appraise),
        action("adoption", over_issuer(adopt), adopt),
        *(action(name, as_signer, sign, factor=True) for name in ("sign", *by_passkey)),
        action("issue", over_issuer(issue), issue, factor=True),
        action("return", as_present_holder, draft, appraise, adopt, sign, issue),
    ]


def _has(part: str) -> Rule:
    """The thing has such a part at all."""
    return lambda _player, item: part in item.ids


def _correspondence() -> list[RouteRule]:
    view, read, handle = "correspondence.view", "audiences.read", "correspondence.handle"
    readers = (view, read, handle)

    def shown(name: str) -> RouteRule:
        return RouteRule(f"correspondence:{name}", "item", readers, sees_received)

    def action(
        name: str, *needs: str, rule: Rule | None = None, finds: Rule = anybody
    ) -> RouteRule:
        return RouteRule(
            f"correspondence:{name}",
            "item",
            needs[:1],
            sees_received,
            rule or in_place(*needs),
            reads=False,
            action_finds=finds,
        )

    propose, direct = "correspondence.propose", "correspondence.direct"
    close, acknowledge = "correspondence.close", "audiences.acknowledge"
    register, remind = "correspondence.register", "correspondence.remind"
    watch = ("audiences.watch", "correspondence.watch_served")
    return [
        RouteRule("correspondence:incoming", "nothing", readers),
        RouteRule(
            "correspondence:register_of_arrivals", "nothing", (view,), exists=_keeps_register
        ),
        *(shown(name) for name in ("received", "file", "image", "attachment", "verdict")),
        action("register", register),
        action("refuse", register),
        action("propose", propose, finds=entered),
        action("direct", direct, finds=entered),
        action("return_proposal", direct, finds=entered),
        action("file_away", close, finds=entered),
        action("close", close, finds=entered),
        action("ask_for_more", close, finds=entered),
        action("answer", handle, rule=given, finds=part_of),
        action("return", handle, rule=given, finds=entered),
        action("receive", acknowledge),
        action("pass_on", acknowledge),
        action("forward_on", acknowledge),
        action("forward_with_letter", "documents.draft", view, finds=entered),
        RouteRule("correspondence:boards", "nothing", watch),
        RouteRule("correspondence:board", "item", watch, watches),
        RouteRule("correspondence:board_units", "item", watch, watches),
        RouteRule("correspondence:whom_to_remind", "item", (remind,), watches),
        RouteRule("correspondence:remind", "item", (remind,), watches, anybody, reads=False),
    ]


def _keeps_register(persona: Persona, _document: Item) -> bool:
    """The register of arrivals is that of the committee whose business the post does."""
    own = persona.place
    assert own is not None
    committee = own.served if own.served and holds(persona, "correspondence.view") else own
    return committee.register


def _administration() -> list[RouteRule]:
    def rule(
        name: str,
        takes: Takes,
        needs: str,
        *,
        posts: bool = False,
        reads: bool = True,
        exists: Rule = anybody,
    ) -> RouteRule:
        return RouteRule(
            f"administration:{name}",
            takes,
            (needs,),
            action=anybody if posts else None,
            exists=exists,
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
        rule("home", "nothing", see),
        rule("units", "nothing", see),
        rule("rules", "nothing", see),
        rule("unit", "unit", see),
        *(rule(name, "unit", keep, posts=True) for name in forms),
        rule("person_register", "unit", care, posts=True),
        rule("people", "nothing", look),
        rule("person", "person", look),
        rule("person_correct", "person", care, posts=True),
        rule("person_appoint", "person", care, posts=True),
        rule("person_invite", "person", care, posts=True, reads=False),
        rule("post_end", "post", care, posts=True),
        rule("post_transfer", "post", care, posts=True),
        rule("account_recover", "account", care, posts=True, reads=False),
        rule("account_bar", "account", care, posts=True, reads=False),
        rule("account_restore", "account", care, posts=True, reads=False),
        *(
            rule(name, "nothing", "reference.calendar", posts=True, exists=_over_everything)
            for name in ("holidays_decide", "days_exchange")
        ),
        rule("certificates", "nothing", keys),
        rule("post_certify", "post", keys, posts=True),
        rule("seal_certify", "unit", keys, posts=True, reads=False),
        rule("certificate_withdraw", "certificate", keys, posts=True),
    ]


def _over_everything(persona: Persona, _item: Item) -> bool:
    """Every place has an administrator here, so that only the highest is above all others."""
    return persona.place is not None and persona.place.parent is None


def _no_key(_player: Persona, _document: Item) -> bool:
    return False


def _account() -> list[RouteRule]:
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
    actions = ("account:sign_out_everywhere", "account:preferences")
    return [
        *(RouteRule(name, "nothing", SIGNED_IN) for name in own),
        *(RouteRule(name, "nothing", SIGNED_IN, action=anybody) for name in forms),
        *(RouteRule(name, "nothing", SIGNED_IN, action=anybody, reads=False) for name in actions),
        RouteRule("account:read_all", "nothing", SIGNED_IN, action=anybody, reads=False),
        # Nobody at these routes has a signing key; whom it lets in is tested with the page.
        RouteRule("account:signing_passkey", "nothing", SIGNED_IN, action=anybody, exists=_no_key),
        # What these take belongs to somebody else here, so nobody finds it.
        RouteRule("account:switch_post", "post", SIGNED_IN, action=anybody, reads=False),
        RouteRule("account:read_notice", "notice", SIGNED_IN, action=anybody, reads=False),
        RouteRule("account:end_session", "session", SIGNED_IN, action=anybody, reads=False),
        RouteRule("mfa_remove_webauthn", "passkey", SIGNED_IN, action=anybody),
        *(
            RouteRule(name, "nothing", PUBLIC, action=anybody)
            for name in ("account_login", "mfa_authenticate", "mfa_login_webauthn", "account:enter")
        ),
        RouteRule("account_logout", "nothing", PUBLIC, action=anybody),
        RouteRule("account:sign_out", "nothing", PUBLIC, action=anybody, reads=False),
    ]


RULES = {
    rule.name: rule
    for rule in [
        RouteRule("desk:desk", "nothing", SIGNED_IN),
        RouteRule("desk:search", "nothing", SIGNED_IN),
        *_documents(),
        *_correspondence(),
        *_administration(),
        *_account(),
        RouteRule("verification:verify", "nothing", PUBLIC, action=anybody),
        # With a token nobody gave out.
        RouteRule("verification:scanned", "nothing", PUBLIC),
        RouteRule("set_language", "nothing", PUBLIC, action=anybody),
        RouteRule("healthz", "nothing", PUBLIC),
    ]
}
Target = Item | Place | Someone | None
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


def expected(rule: RouteRule, method: str, persona: Persona, target: Target) -> frozenset[str]:
    """The answers this route may give; nearly always one."""
    if rule.needs == PUBLIC:
        none = {MAY_HAVE_NONE[rule.name]} if rule.name in MAY_HAVE_NONE else set()
        return frozenset({IN, METHOD, SIGN_IN} | none)
    if persona.is_anonymous:
        return frozenset({SIGN_IN})
    if rule.needs != SIGNED_IN and not any(holds(persona, need) for need in rule.needs):
        return frozenset({NOT_FOUND})
    if rule.factor and not persona.shown:
        return frozenset({FACTOR})
    if method == "GET" and not rule.reads:
        return frozenset({IN, CONFIRM})  # led to the page of the action, whatever is there
    if method == "POST" and rule.action is None:
        return frozenset({METHOD, CONFIRM})
    if method not in ("GET", "POST"):
        return frozenset({METHOD, CONFIRM}) | expected(rule, "GET", persona, target)
    return frozenset(_behind(rule, method, persona, target))


def _behind(rule: RouteRule, method: str, persona: Persona, target: Target) -> set[str]:
    """Past the threshold: is the thing found, and may the action be done?"""
    if rule.takes in OWN_THINGS or rule.name == "account:switch_post":
        return {NOT_FOUND, CONFIRM} if rule.takes == "passkey" else {NOT_FOUND}
    if rule.takes == "nothing":
        return _without_a_thing(rule, persona)
    if isinstance(target, Item):
        if not (rule.sees(persona, target) and rule.exists(persona, target)):
            return {NOT_FOUND}
        if method == "GET":
            return {IN}
        assert rule.action is not None
        if not rule.action_finds(persona, target):
            return {NOT_FOUND}
        return {IN} if rule.action(persona, target) else {REFUSED}
    assert isinstance(rule.needs, tuple)
    if isinstance(target, Place):
        return {IN} if covers(persona, rule.needs[0], target) else {NOT_FOUND}
    assert isinstance(target, Someone)
    return _with_a_person(rule, method, persona, target)


def _without_a_thing(rule: RouteRule, persona: Persona) -> set[str]:
    if rule.name in NEEDS_A_POST and not persona.acts:
        return {NOT_FOUND}
    if rule.exists is not anybody and not rule.exists(persona, None):  # type: ignore[arg-type]
        return {NOT_FOUND}
    if rule.name in ENDS_THE_SESSION:
        return {SIGN_IN}
    if rule.name in MAY_HAVE_NONE:
        return {IN, CONFIRM, MAY_HAVE_NONE[rule.name]}
    if rule.name in WITHOUT_A_FACTOR and not persona.second_factor:
        return {CONFIRM, WITHOUT_A_FACTOR[rule.name]}
    return {IN, CONFIRM} if rule.needs == SIGNED_IN else {IN}


# Appointing is an action over the organisation, not over the whole person.
OVER_THE_UNIT = {"administration:person_appoint"}


def _with_a_person(rule: RouteRule, method: str, persona: Persona, target: Someone) -> set[str]:
    """A person is found through any post; actions on the person need reach over every post."""
    needs = rule.needs[0]
    if rule.takes in ("post", "certificate"):
        return {IN} if covers(persona, needs, target.places[0]) else {NOT_FOUND}
    if not any(covers(persona, needs, place) for place in target.places):
        return {NOT_FOUND}
    if method == "GET" or rule.name in OVER_THE_UNIT:
        return {IN}
    every = all(covers(persona, needs, place) for place in target.places)
    return {IN} if every else {REFUSED}
