"""How each particular of a draft from a file is known: read from the file, inferred, or set by the system."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel.text.public import fold
from lienthong.records.texts.public import ground_said

from ..models import Document, Urgency
from .proposals import Details

Printed = dict[str, Any]
READ, INFERRED, SET = "read", "inferred", "set"
# What the drafter is asked for where the file does not say it.
ASKED = {"subject", "signer"}
# The file names no signer, only the title of one.
BY_TITLE = "by_title"
SAID = {
    READ: gettext_noop("Read from the file"),
    INFERRED: gettext_noop("Inferred"),
    SET: gettext_noop("Usual, to be checked"),
}


@dataclass(frozen=True)
class Ground:
    """Where a particular came from, what it was then, and what the file says of it."""

    origin: str
    value: str
    printed: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Known:
    """What is said beside a field; a question where the file says something else."""

    said: str
    because: str = ""
    is_question: bool = False


def grounds_of(document: Printed, details: Details) -> dict[str, Ground]:
    """What each particular rests on, to be kept with the draft."""
    signing, urgency = document["signing"] or {}, document["urgency"] or ""
    signer, printed_type = details.signer, document["type"] or {}
    same = {
        "type": ("type", printed_type.get("name"), printed_type.get("key") == details.type.code),
        "subject": ("title", document["title"], bool(document["title"])),
        "issuer": ("issuer", (document["issuer"] or {}).get("printed"), _is_issuer(document, details)),
        "urgency": ("urgency", urgency, details.urgency != Urgency.NORMAL),
        "authority": ("signing", signing.get("authority"), signing.get("authority") == details.authority),
        "signing_body": ("signing", signing.get("body"), bool(details.signing_body)),
        "address_word": ("addressees", document["addressed_as"], bool(details.address_word)),
        "signer": (
            "signing",
            signing.get("name") or signing.get("title"),
            signer is not None and bool(signing.get("name") or signing.get("title")),
        ),
    }  # fmt: skip
    if details.beside:  # most documents are signed by one
        same["beside"] = ("signing", details.beside, True)
    return {
        name: Ground(
            origin=document["origin"].get(field, READ) if is_taken else SET,
            value=_as_kept(getattr(details, name)),
            printed=printed or "",
            reason=_reason(document, name, field, is_taken=is_taken),
        )
        for name, (field, printed, is_taken) in same.items()
    }


def _reason(document: Printed, name: str, field: str, *, is_taken: bool) -> str:
    if is_taken:
        return str(document["reasons"].get(field, ""))
    is_named = (document["signing"] or {}).get("name")
    return BY_TITLE if name == "signer" and not is_named else ""


def grounds_as_json(document: Printed, details: Details) -> dict[str, Any]:
    """The grounds and the names of all who sign in the file."""
    grounds = grounds_of(document, details)
    signers = [one["name"] for one in document["signings"] if one.get("name")]
    return {"grounds": {name: asdict(one) for name, one in grounds.items()}, "signers": signers}


def known_of(document: Document) -> dict[str, Known]:
    """What is said beside each field of the particulars; nothing of a draft that was typed."""
    kept = (document.text.account or {}).get("grounds", {})
    return {
        name: _known(name, Ground(**one), _as_kept(getattr(document, name)))
        for name, one in kept.items()
    }


def printed_signers(document: Document) -> list[str]:
    """Who signs in the file the draft began with."""
    return list((document.text.account or {}).get("signers", ()))


def _known(name: str, ground: Ground, now: str) -> Known:
    says = _("The file says “%(printed)s”.") % {"printed": ground.printed}
    if now != ground.value:
        return Known(_("Changed since the file was read"), says if ground.printed else "")
    if ground.origin != SET:
        return Known(_(SAID[ground.origin]), ground_said(ground.reason) if ground.reason else "")
    if name in ASKED and not ground.value:
        asks = _(
            "The file is signed by “%(name)s”, who does not sign for this committee. Who signs?"
        )
        if ground.reason == BY_TITLE:
            asks = _(
                "The file is signed by the “%(name)s” without a name; no one person with this title was found. Who signs?"
            )
        return Known(
            _("Not known"),
            asks % {"name": ground.printed} if ground.printed else "",
            is_question=True,
        )
    return Known(_(SAID[SET]), says if ground.printed else "", is_question=bool(ground.printed))


def _is_issuer(document: Printed, details: Details) -> bool:
    named, issuer = fold((document["issuer"] or {}).get("name") or ""), details.issuer
    return bool(named) and named in (fold(issuer.name_committee), fold(issuer.name_body))


def _as_kept(value: Any) -> str:
    return str(getattr(value, "pk", value) or "")
