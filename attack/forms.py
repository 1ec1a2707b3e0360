"""What a persona types at each route: right in shape, so that only rights and rules can refuse it."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lienthong.records.documents.models import Document

from .facts import Item, Persona, Someone, World
from .oracle import before
from .places import Place
from .rules import RouteRule, Target

TODAY = timezone.localdate()
DAY = f"{TODAY:%d/%m/%Y}"
LATER = f"{TODAY.replace(year=TODAY.year + 1):%d/%m/%Y}"
WORDS = "Nội dung do người thử nhập"


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("thu.txt", "Văn bản thử nghiệm.".encode(), "text/plain")


def typed(rule: RouteRule, persona: Persona, target: Target, world: World) -> dict[str, Any]:
    """The fields of a form, by the route's name."""
    name = rule.name.split(":")[-1]
    if rule.name.startswith("documents:") and name in SAME_EVERYWHERE:
        return dict(SAME_EVERYWHERE[name])
    if isinstance(target, Item):
        return _of_a_document(name, persona, target, world)
    if rule.name.startswith("administration:"):
        return _of_administration(name, persona, world)
    if rule.name == "account:switch_post" and isinstance(target, Someone):
        return {"post_id": target.post_id}
    return {"document": "", "file": a_file()} if rule.name in FILES else {}


# Of the right shape, so that it is the right that is asked for and not the shape.
PASSKEY_ANSWER = json.dumps(
    {
        "rawId": "eA",
        "response": {"clientDataJSON": "eA", "authenticatorData": "eA", "signature": "eA"},
    }
)
FILES = {"documents:import", "verification:verify"}
SAME_EVERYWHERE: dict[str, dict[str, Any]] = {
    "reach": {"scope": "none", "due_on": ""},
    "recipient_add": {"kind": "outside", "label": WORDS, "purpose": "know"},
    "give_opinion": {"stance": "agree", "text": ""},
    "take_in": {"how": "accepted", "answer": ""},
    "initial": {"note": ""},
    "sign": {"pin": "135790", "code": "123456"},
    "sign_by_passkey": {"credential": PASSKEY_ANSWER},
    "issue": {"pin": "135790", "code": "123456"},
    "return": {"back-note": WORDS},
    "cancel": {"cancel-reason": WORDS},
    "adoption": {
        "body": "Ban Chấp hành",
        "held_on": DAY,
        "members_count": "9",
        "votes_for": "9",
        "votes_against": "0",
        "votes_abstained": "0",
    },
}


def _of_a_document(name: str, persona: Persona, item: Item, world: World) -> dict[str, Any]:
    revision = {"revision": _revision(item)}
    words = {"heading": WORDS, "text": WORDS}
    place = _place(persona, item)
    fields: dict[str, Callable[[], dict[str, Any]]] = {
        "details": lambda: _details(item),
        "attach": lambda: {"file": a_file()},
        "ask_opinions": lambda: {"bodies": [_body(item.issuer)], "due_on": LATER},
        "clause": lambda: {**revision, "marker": "I-", **words},
        "clause_insert": lambda: {**revision, "kind": "clause", "where": "after", **words},
        "clause_first": lambda: {**revision, "kind": "section", **words},
        "clause_move": lambda: {**revision, "direction": "up"},
        "clause_remove": lambda: revision,
        "propose": lambda: {"opinion": WORDS},
        "direct": lambda: {"lead": _body(place), "instruction": WORDS, "expected": "note"},
        "answer": lambda: {"note": WORDS},
        "remind": lambda: {"note": WORDS},
        "pass_on": lambda: {"all_present": "on"},
    }
    return fields[name]() if name in fields else {f"{name}-reason": WORDS, f"{name}-note": WORDS}


def _revision(item: Item) -> int:
    if "revision" not in item.ids:
        document = Document.objects.select_related("text").get(pk=item.document_id)
        item.ids["revision"] = document.text.revision
    return int(item.ids["revision"])


def _place(persona: Persona, item: Item) -> Place | None:
    lies = before(persona, item)
    return lies.place if lies else None


def _body(committee: Place | None) -> str:
    """A body serving the committee, for the lists that offer them."""
    if committee is None:
        return ""
    body = next((one for one in committee.below if one.served is committee), None)
    return str(body.unit_id) if body else ""


def _details(item: Item) -> dict[str, Any]:
    return {
        "issuer": item.issuer.unit_id,
        "type": "plan",
        "subject": WORDS,
        "urgency": "normal",
        "authority": "T/M",
        "signing_body": "BAN CHẤP HÀNH",
        "signer": "",
    }


def _of_administration(name: str, persona: Persona, world: World) -> dict[str, Any]:
    own = persona.place.unit_id if persona.place else 0
    person = {"full_name": "Nguyễn Văn Mới", "born_on": "01/01/1980"}
    post = {"role": "member", "title": "", "on": DAY}
    fields: dict[str, dict[str, Any]] = {
        "unit_found": {
            "kind": "branch",
            "name_body": "Chi bộ mới",
            "symbol": "CB",
            "place": "Đồng Xuân",
            "on": DAY,
        },
        "unit_rename": {"name_body": "Tên mới", "on": DAY},
        "unit_move": {"to_parent": own, "on": DAY},
        "unit_dissolve": {"successor": "", "on": DAY},
        "unit_identify": {"scheme": "internal", "value": "DX.999", "on": DAY},
        "unit_term": {"starts_on": DAY},
        "holidays_decide": {
            "year": 2031,
            "tet_days_before": 2,
            "national_day_from": 2,
            "basis": WORDS,
        },
        "days_exchange": {"free_on": "06/05/2031", "worked_on": "10/05/2031", "basis": WORDS},
        "person_register": {**person, **post},
        "person_correct": person,
        "person_appoint": {**post, "unit": own},
        "person_invite": {"username": "nguoi.moi"},
        "post_end": {"on": DAY},
        "post_transfer": {"unit": own, "on": DAY},
        "post_certify": {"pin": "135790", "pin_again": "135790"},
        "certificate_withdraw": {"reason": WORDS},
    }
    return fields.get(name, {})
