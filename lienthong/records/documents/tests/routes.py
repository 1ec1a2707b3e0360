"""Who may see and do what with outgoing documents: written by hand, to be held against the pages."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from attack.oracle import (
    OWN,
    SERVED,
    Rule,
    anybody,
    both,
    covers,
    has,
    held,
    holds,
    position,
)
from attack.rules import DAY, LATER, WORDS, Access, Fields, Kind, RouteRule, a_file
from attack.stage import Stage
from attack.world import Persona, World
from lienthong.kernel.audiences.tests.routes import reached

from .things import COMMENTED, INNER, NOTATION, SUBJECT, Item, make, make_more

VIEW, DRAFT, OPINE = "documents.view", "documents.draft", "documents.opine"
APPRAISE, ADOPT = "documents.appraise", "documents.record_adoption"
SIGN, ISSUE, READ = "documents.sign", "documents.issue", "audiences.read"
COMMITTEE = ("secretary", "deputy_secretary", "standing_member", "clerk")
BODIES = ("office_chief", "unit_head", "specialist")


# --- Who sees -------------------------------------------------------------------------------------


def sees_document(persona: Persona, item: Item) -> bool:
    """One's own committee's documents, and drafts one's body was asked about."""
    asked = holds(persona, OPINE) and persona.place is not None
    return (
        covers(persona, VIEW, item.issuer)
        or covers(persona, VIEW, item.drafting)
        or (asked and persona.place is not None and persona.place.key in item.asked)
    )


def reads_document(persona: Persona, item: Item) -> bool:
    """… and what reached one's organisation or oneself."""
    if sees_document(persona, item):
        return True
    if not item.is_issued or not holds(persona, READ) or persona.place is None:
        return False
    return persona.person_id in item.persons or reached(persona.place, item)


def reads_file(persona: Persona, item: Item) -> bool:
    return item.has_file and reads_document(persona, item)


def reads_subject(persona: Persona, item: Item, _route: str, world: World) -> bool:
    """A letter names what it carries."""
    return reads_document(persona, item) or any(
        reads_document(persona, letter)
        for letter in world.things["document"]
        if letter.carries == item.key
    )


def reads_notation(persona: Persona, item: Item, route: str, world: World) -> bool:
    """A notice of a post still held, or held once, tells the person a number, nothing more."""
    told = persona.how in ("other post", "lapsed", "acting for")
    return told or reads_subject(persona, item, route, world)


def reads_inner(persona: Persona, item: Item, _route: str, _world: World) -> bool:
    """What is said on the way to the issue: opinions, notes, minutes."""
    return sees_document(persona, item)


def reads_comments(persona: Persona, item: Item, _route: str, _world: World) -> bool:
    """What the drafting office says to itself."""
    return sees_document(persona, item) and over_draft(persona, item)


# --- Who does -------------------------------------------------------------------------------------


@cache
def over_issuer(codename: str) -> Rule:
    return lambda persona, item: covers(persona, codename, item.issuer)


def over_draft(persona: Persona, item: Item) -> bool:
    return covers(persona, DRAFT, item.drafting)


def as_signer(persona: Persona, item: Item) -> bool:
    """Only the very post that signs, in person: a signature is not delegated."""
    own = covers(persona, SIGN, item.issuer) and not persona.for_post
    return own and persona.post_id == item.signer_post_id


RETURNED_BY = {"appraisal": APPRAISE, "adoption": ADOPT, "signing": SIGN, "signed": ISSUE}


def as_present_holder(persona: Persona, item: Item) -> bool:
    """Whoever has it now; before the signature that is the post named on it, no other leader."""
    codename = RETURNED_BY.get(item.state)
    if codename is None:
        return over_draft(persona, item)
    has_it = codename != SIGN or persona.post_id == item.signer_post_id
    return has_it and covers(persona, codename, item.issuer)


# --- What is typed --------------------------------------------------------------------------------

CLAUSE = {"heading": WORDS, "text": WORDS}
VOTE = {
    "body": "Ban Chấp hành",
    "held_on": DAY,
    "members_count": "9",
    "votes_for": "9",
    "votes_against": "0",
    "votes_abstained": "0",
}


def details(_persona: Persona, item: Item) -> Fields:
    return {
        "issuer": item.issuer.unit_id,
        "type": "plan",
        "subject": WORDS,
        "urgency": "normal",
        "authority": "T/M",
        "signing_body": "BAN CHẤP HÀNH",
        "signer": "",
    }


def asking(_persona: Persona, item: Item) -> Fields:
    body = next((one for one in item.issuer.below if one.served is item.issuer), None)
    return {
        "ask_opinions-bodies": [body.unit_id if body else ""],
        "ask_opinions-due_on": LATER,
    }


def editing(**fields: str) -> Callable[[Persona, Item], Fields]:
    """The form says which revision of the text it was shown with."""
    return lambda _persona, item: {"revision": item.ids["revision"], **fields}


def writing(_persona: Persona, item: Item) -> Fields:
    """Nothing changed, on the revision that stands: taken from whom may draft."""
    return {"changes": json.dumps({"revision": item.ids["revision"], "puts": [], "drops": []})}


def with_file(_persona: Persona, _item: Any) -> Fields:
    return {"attach-file": a_file(), "import-file": a_file()}


# --- Routes ---------------------------------------------------------------------------------------


def of_all(name: str, needs: str, **more: Any) -> RouteRule:
    return RouteRule(f"documents:{name}", (needs,), **more)


def shown(name: str, *needs: str, sees: Rule = sees_document, **more: Any) -> RouteRule:
    return RouteRule(f"documents:{name}", needs, "document", sees, **more)


def form(name: str, sends: Any) -> RouteRule:
    return shown(name, DRAFT, does=over_draft, sends=sends)


def action(name: str, does: Rule, *needs: str, sends: Any = None, **more: Any) -> RouteRule:
    return shown(name, *needs, does=does, reads=False, sends=sends or {}, **more)


def drafting(name: str, sends: Any = None) -> RouteRule:
    return action(name, over_draft, DRAFT, sends=sends)


def commenting(name: str, sends: Any = None, *, part: bool = False) -> RouteRule:
    """Only the drafting office knows that there are comments."""
    sees = both(sees_document, over_draft)
    if part:
        sees = both(sees, has("comment_id"))
    return shown(name, DRAFT, sees=sees, does=over_draft, reads=False, sends=sends or {})


TABS = ("drafts", "opinions", "signing", "issuing", "issued", "cancelled")
ROUTES = (
    of_all("documents", VIEW, asks=(*(f"tab={tab}" for tab in TABS), "tab=issued&q=bach", "q=01")),
    of_all("register", VIEW, asks=("type=plan", "type=resolution")),
    of_all("new", DRAFT, does=anybody),
    of_all("import", DRAFT, does=anybody, reads=False, sends=with_file),
    shown("document", VIEW, OPINE, every=True),
    shown("reading", VIEW, OPINE),
    shown("slip", VIEW),
    shown("readers", VIEW, OPINE),
    shown("facts", VIEW),
    shown("cited", VIEW, OPINE),
    shown("text", DRAFT),
    shown("write", DRAFT),
    shown("write_state", DRAFT),
    shown("write_preview", DRAFT),
    shown("draft_picture", DRAFT, ids={"number": 1}),
    drafting("write_changes", writing),
    action("write_read", sees_document, DRAFT, sends={"lines": WORDS}),
    shown("versions", DRAFT),
    shown("compare", DRAFT),
    drafting("keep_version", {"name": WORDS}),
    shown("comments", DRAFT, sees=both(sees_document, over_draft)),
    commenting("write_comments", {"do": "add", "text": ""}),
    commenting("comment_add", {"wid": "", "quote": "", "text": WORDS}),
    commenting("comment_answer", {"comment_answer-text": WORDS}, part=True),
    commenting("comment_resolve", part=True),
    commenting("comment_reopen", part=True),
    shown("recipients", DRAFT),
    shown("opinions", VIEW, OPINE),
    shown("summary", VIEW),
    shown("summary_paper", VIEW),
    shown("summary_sheet", VIEW),
    shown("preview", VIEW, OPINE),
    shown("file", VIEW, READ, sees=reads_file),
    shown("page_image", VIEW, READ, sees=reads_file, ids={"number": 1}),
    shown("source", VIEW, sees=both(sees_document, has("source"))),
    shown("minutes", VIEW, sees=both(sees_document, has("adoption_id"))),
    shown("attachment", VIEW, READ, sees=reads_document),
    form("details", details),
    form("clause", editing(marker="I-", **CLAUSE)),
    form("clause_insert", editing(kind="clause", where="after", **CLAUSE)),
    drafting("attach", with_file),
    drafting("detach"),
    drafting("attachment_up"),
    drafting("attachment_down"),
    action("another", over_draft, DRAFT, ids={"other": 1}),
    action("wording", over_draft, DRAFT, ids={"key": "all"}),
    drafting("wording_back"),
    drafting("clause_first", editing(kind="section", **CLAUSE)),
    drafting("clause_move", editing(direction="up")),
    drafting("clause_remove", editing()),
    drafting("recipient_add", {"kind": "outside", "label": WORDS, "purpose": "know"}),
    drafting("recipient_remove"),
    drafting("reach", {"reach-scope": "none", "reach-due_on": ""}),
    drafting("ask_opinions", asking),
    drafting("end_round"),
    drafting("finalise"),
    drafting("take_back"),
    # Their pages show the facts before anything is done.
    form("submit", {}),
    form("cancel", {"reason": WORDS}),
    shown("act_on", DRAFT, does=over_issuer(DRAFT), sends={"kind": "amends"}),
    shown(
        "let_be",
        DRAFT,
        sees=both(sees_document, has("effect_id")),
        does=over_draft,
        reads=False,
        sends={},
    ),
    shown(
        "take_in",
        DRAFT,
        sees=both(sees_document, has("opinion_id")),
        does=over_draft,
        reads=False,
        sends={"take_in-how": "accepted", "take_in-answer": ""},
    ),
    # That the opinion proposes words is a rule of the action, said in a sentence.
    shown(
        "put_in",
        DRAFT,
        sees=both(sees_document, has("opinion_id")),
        does=over_draft,
        reads=False,
        sends=lambda _persona, item: {
            "put_in-how": "accepted",
            "put_in-answer": "",
            "put_in-revision": item.ids["revision"],
        },
    ),
    # Whether the body was asked is a rule of the action, said in a sentence.
    action("give_opinion", anybody, OPINE, sends={"stance": "agree", "text": ""}),
    action("keep_opinion", anybody, OPINE, sends={"stance": "agree", "text": ""}),
    action("initial", over_issuer(APPRAISE), APPRAISE, sends={"note": ""}),
    action("adoption", over_issuer(ADOPT), ADOPT, sends=VOTE),
    action("sign", as_signer, SIGN, factor=True),
    # A return only reads: what nobody awaits does nothing.
    shown("sign_back", SIGN, factor=True),
    shown("issue", ISSUE, does=over_issuer(ISSUE), sends={}, factor=True),
    shown("issue_back", ISSUE, factor=True),
    action("return_disowned", as_present_holder, ISSUE, sends={"note": WORDS}),
    action(
        "return",
        as_present_holder,
        *(DRAFT, APPRAISE, ADOPT, SIGN, ISSUE),
        sends={"return-note": WORDS},
    ),
)


def relation(persona: Persona, item: Item) -> str:
    place = persona.place
    named = (
        (place is item.drafting, "drafting"),
        (place is not None and place.key in item.asked, "asked"),
        (persona.person_id in item.persons, "named"),
        (place is not None and place.key in item.addressed, "addressed"),
        (place is not None and item.is_issued and reached(place, item), "in scope"),
    )
    word = next((word for true, word in named if true), "")
    return f"{position(persona, item.issuer)} {word}".strip()


def state(item: Item) -> str:
    return f"{item.state}, to {item.scope}" if item.is_issued else item.state


def one_more(stage: Stage) -> list[tuple[Rule, Item]]:
    return [(reads_document, item) for item in make_more(stage)]


ACCESS = Access(
    permissions={
        VIEW: held(SERVED, *COMMITTEE, *BODIES),
        DRAFT: held(SERVED, "clerk", *BODIES),
        OPINE: held(OWN, "office_chief", "unit_head"),
        APPRAISE: held(SERVED, "office_chief"),
        # The clerk where the committee has no chief of office (docs/adr/0010).
        ADOPT: held(SERVED, "office_chief", "clerk", own_for=("clerk",)),
        # A committee's leaders for it; the head of a body for what the body issues in its own name.
        SIGN: held(OWN, "secretary", "deputy_secretary", "office_chief", "unit_head"),
        ISSUE: held(OWN, "clerk"),
    },
    kinds=(Kind("document", relation, state),),
    readers={
        SUBJECT: reads_subject,
        NOTATION: reads_notation,
        INNER: reads_inner,
        COMMENTED: reads_comments,
    },
    routes=ROUTES,
    make=make,
    make_more=one_more,
)
