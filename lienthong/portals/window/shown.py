"""What the signer holds, in the words in which an official reads it before agreeing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from lienthong.records.signing.at_window import NamedAnew, Shown

# As many figures of a proposal's hash as its page in the system shows.
SHOWN_OF_A_HASH: Final = 16
_HEADINGS: Final = {
    ("sign", "sign"): gettext_lazy("Sign a document"),
    ("seal", "seal"): gettext_lazy("Number, date and seal a document"),
    ("key", "propose"): gettext_lazy("Propose a signing key"),
    ("key", "confirm"): gettext_lazy("Confirm a signing key"),
    ("key", "refuse"): gettext_lazy("Refuse a signing key"),
    ("key", "stop"): gettext_lazy("Stop a signing key that is proposed"),
    ("lift", "propose"): gettext_lazy("Propose that a suspended key signs again"),
    ("lift", "confirm"): gettext_lazy("Confirm that a suspended key signs again"),
    ("lift", "refuse"): gettext_lazy("Refuse that a suspended key signs again"),
    ("lift", "stop"): gettext_lazy("Stop that a suspended key signs again"),
    ("seal of", "propose"): gettext_lazy("Propose the digital seal of an organisation"),
    ("seal of", "confirm"): gettext_lazy("Confirm the digital seal of an organisation"),
    ("seal of", "refuse"): gettext_lazy("Refuse the digital seal of an organisation"),
    ("seal of", "stop"): gettext_lazy("Stop a digital seal that is proposed"),
    ("restore", "propose"): gettext_lazy("Propose to go on after a restore"),
    ("restore", "confirm"): gettext_lazy("Confirm to go on after a restore"),
    ("restore", "refuse"): gettext_lazy("Refuse to go on after a restore"),
    ("restore", "stop"): gettext_lazy("Stop what is proposed after a restore"),
}
_BUTTONS: Final = {
    "sign": gettext_lazy("Sign it"),
    "seal": gettext_lazy("Number and seal it"),
    "propose": gettext_lazy("Propose it"),
    "confirm": gettext_lazy("Confirm it"),
    "refuse": gettext_lazy("Refuse it"),
    "stop": gettext_lazy("Stop it"),
}
_NOT_DONE: Final = {
    "sign": gettext_lazy("Not signed yet"),
    "seal": gettext_lazy("Not sealed yet"),
}
_TO_THE_PROOF: Final = {
    "sign": gettext_lazy("To the signature"),
    "seal": gettext_lazy("To the seal"),
}
_ALREADY: Final = {
    "sign": gettext_lazy("You signed this document at %(when)s"),
    "seal": gettext_lazy("You sealed this document at %(when)s"),
    "propose": gettext_lazy("You proposed this at %(when)s"),
    "confirm": gettext_lazy("You confirmed this at %(when)s"),
    "refuse": gettext_lazy("You refused this at %(when)s"),
    "stop": gettext_lazy("You stopped this at %(when)s"),
}
_ANSWERS_AS: Final = {
    "propose": gettext_lazy("Who proposes"),
    "confirm": gettext_lazy("Who confirms"),
    "refuse": gettext_lazy("Who refuses"),
    "stop": gettext_lazy("Who stops it"),
}
# A letter prints no name of its type.
_PRINTED_WITHOUT_A_NAME: Final = {"CV": "Công văn"}
_PURPOSES: Final = {
    "person": gettext_noop("Personal signature"),
    "clerk": gettext_noop("Clerk's permission to seal"),
    "administrator": gettext_noop("Administrator's consent to keys"),
}


@dataclass(frozen=True)
class Fact:
    """A name and its value; a large one is read first."""

    label: str
    value: str
    is_large: bool = False


@dataclass(frozen=True)
class ToRead:
    """A page of what is to be agreed to."""

    heading: str
    title: str
    facts: list[Fact]
    what_follows: list[str]
    button: str
    # Said aloud: a term in which numbers begin again. A title and its sentences.
    new_term: list[str]
    # Over a form that was refused; the link down to it; and what a holder reads who has answered before.
    not_done: str
    to_the_proof: str
    already: str


def to_read(shown: Shown, verb: str, handle: str) -> ToRead:
    """The heading says the act, the title what it is about, the facts the rest; then what comes of it."""
    subject = _subject(shown)
    return ToRead(
        heading=str(_HEADINGS[subject, verb]),
        title=_TITLES[subject](shown),
        facts=[fact for fact in _facts(shown, subject, verb, handle) if fact.value],
        what_follows=_what_follows(shown, subject, verb),
        button=str(_BUTTONS[verb]),
        new_term=list(_new_term(shown)),
        not_done=str(_NOT_DONE.get(verb) or _("Not done yet")),
        to_the_proof=str(_TO_THE_PROOF.get(verb, "")),
        already=_already(shown, verb),
    )


def _already(shown: Shown, verb: str) -> str:
    if shown.answered_at is None:
        return _("You have answered this already")
    return _ALREADY[verb] % {"when": _moment(shown.answered_at)}


def _facts(shown: Shown, subject: str, verb: str, handle: str) -> list[Fact]:
    """What it is about; where two have to agree, also as whom this one answers, and what is the same in the system."""
    facts = _FACTS[subject](shown)
    if verb not in _ANSWERS_AS:
        return facts
    answers_as = Fact(str(_ANSWERS_AS[verb]), signs_as(shown))
    return [*facts, answers_as, Fact(_("Check sum"), handle[:SHOWN_OF_A_HASH])]


def signs_as(shown: Shown) -> str:
    """Name and title under which the answer is given."""
    return f"{shown.name}, {shown.signs_as}" if shown.signs_as else shown.name


def _subject(shown: Shown) -> str:
    if shown.sort in ("sign", "seal"):
        return shown.sort
    kind, _dot, what = shown.kind.partition(".")
    if what == "lift":
        return what
    return "seal of" if kind == "seal" else kind


def _facts_of_signing(shown: Shown) -> list[Fact]:
    return [
        Fact(_("Issued by"), shown.organisation),
        Fact(_("Signs as"), signs_as(shown)),
        Fact(_("Document type"), _type(shown)),
        Fact(_("Term"), _term(shown.term)),
        Fact(_("Number and date"), _("Given by the clerk after you have signed")),
    ]


def _facts_of_sealing(shown: Shown) -> list[Fact]:
    return [
        Fact(_("Number"), shown.number, is_large=True),
        Fact(_("Date"), shown.day, is_large=True),
        Fact(_("Seal of"), shown.organisation),
        Fact(_("Signed by"), _said_at(shown.signed_by, shown.signed_at)),
        Fact(_("Sealed by"), signs_as(shown)),
        Fact(_("Document type"), _type(shown)),
        Fact(_("Term"), _term(shown.term)),
    ]


def _facts_of_a_key(shown: Shown) -> list[Fact]:
    purpose = _PURPOSES.get(shown.purpose)
    return [
        Fact(_("Post"), shown.title),
        Fact(_("Organisation"), shown.organisation),
        Fact(_("Directly under"), shown.under),
        Fact(_("What it is for"), _(purpose) if purpose else shown.purpose),
        Fact(_("Leads the organisation"), _("Yes") if shown.leads else ""),
        Fact(_("Replaces an earlier key"), _("Yes") if shown.replaces else ""),
        Fact(_("Proposed by"), _said_at(shown.proposed_by, shown.proposed_at)),
    ]


def _facts_of_a_suspended_key(shown: Shown) -> list[Fact]:
    since = _moment(shown.suspended_at) if shown.suspended_at else ""
    return [
        Fact(_("Post"), shown.title),
        Fact(_("Organisation"), shown.organisation),
        Fact(_("What it is for"), _(_PURPOSES.get(shown.purpose, shown.purpose))),
        Fact(_("Suspended since"), since),
        Fact(_("Proposed by"), _said_at(shown.proposed_by, shown.proposed_at)),
    ]


def _facts_of_a_seal(shown: Shown) -> list[Fact]:
    return [
        Fact(_("Directly under"), shown.under),
        Fact(_("Its numbers begin in the term"), _term(shown.term)),
        Fact(_("Replaces an earlier seal"), _("Yes") if shown.replaces else ""),
        Fact(_("Proposed by"), _said_at(shown.proposed_by, shown.proposed_at)),
    ]


def _facts_of_a_restore(shown: Shown) -> list[Fact]:
    places = shown.restored or {}
    return [
        Fact(_("Organisation"), shown.organisation),
        Fact(_("Newest line of the journal known to anybody"), _place(places.get("journal"))),
        Fact(_("Newest entry of the history that was sealed"), _place(places.get("history"))),
        Fact(_("Newest entry of the history that is kept"), _place(places.get("kept"))),
        Fact(_("Proposed by"), _said_at(shown.proposed_by, shown.proposed_at)),
    ]


_FACTS: Final = {
    "sign": _facts_of_signing,
    "seal": _facts_of_sealing,
    "key": _facts_of_a_key,
    "lift": _facts_of_a_suspended_key,
    "seal of": _facts_of_a_seal,
    "restore": _facts_of_a_restore,
}
_TITLES: Final[dict[str, Callable[[Shown], str]]] = {
    "sign": lambda shown: shown.title,
    "seal": lambda shown: shown.title,
    "key": lambda shown: shown.concerned,
    "lift": lambda shown: shown.concerned,
    "seal of": lambda shown: shown.organisation,
    "restore": lambda _shown: _("Signer and history go on after a restore"),
}


def _type(shown: Shown) -> str:
    """ "NQ Nghị quyết" as an office says it: the name, then the symbol."""
    symbol, _space, name = shown.type.partition(" ")
    name = name or _PRINTED_WITHOUT_A_NAME.get(symbol, "")
    return f"{name} ({symbol})" if name else symbol


def _term(first_day: str) -> str:
    return _("from %(day)s") % {"day": _day(first_day)} if first_day else ""


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")


def _new_term(shown: Shown) -> Iterator[str]:
    """What leader and clerk must know before the first number of a term is given."""
    if not shown.term_is_new:
        return
    yield _("New term: numbers begin again with 01")
    if not shown.former_term:
        yield _("The signer has counted no number of this organisation yet.")
    elif shown.last_number:
        yield (
            _(
                "Until now the signer counts in the term from %(day)s; its last number of this type is %(number)s."
            )
            % {"day": _day(shown.former_term), "number": shown.last_number}
        )
    else:
        yield (
            _(
                "Until now the signer counts in the term from %(day)s; it has given no number of this type in it."
            )
            % {"day": _day(shown.former_term)}
        )
    yield (
        _("Go on only if the new term of “%(organisation)s” did begin on %(day)s.")
        % {"organisation": shown.organisation, "day": _day(shown.term)}
    )


def _named(one: NamedAnew) -> Iterator[str]:
    """What the signer takes over of an organisation with this statement."""
    said = asdict(one)
    if not one.known_as:
        yield (
            _("“%(name)s” is new to the signer; it is placed directly under “%(under)s”.") % said
        )
        return
    if one.known_as != one.name:
        yield _("“%(known_as)s” is called “%(name)s” from now on.") % said
    if one.known_under != one.under:
        yield _("“%(name)s” moves from “%(known_under)s” to “%(under)s”.") % said


def _place(place: Sequence[Any] | None) -> str:
    """A place in a chain, and enough of its hash to compare it with the one at the console."""
    if place is None:
        return ""
    epoch, number, hashed = place
    given = {"n": number, "epoch": epoch, "hash": str(hashed)[:12]}
    return _("number %(n)s in epoch %(epoch)s, %(hash)s…") % given


def _said_at(name: str, at: datetime | None) -> str:
    return _("%(name)s, at %(when)s") % {"name": name, "when": _moment(at)} if at else name


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _what_follows(shown: Shown, subject: str, verb: str) -> list[str]:
    new_term = list(_new_term(shown))[:1]
    if subject == "sign":
        return [
            *new_term,
            _("Your signature is set at once. Nobody can change the document after that."),
        ]
    if subject == "seal":
        once = _("Number and date are printed and the seal is set at once.")
        sent = _("The system then sends the document to all its recipients at once.")
        return [*new_term, once, sent, _("A number is never given twice.")]
    if verb in ("refuse", "stop"):
        return [_("What is proposed ends with this. It can only be proposed anew.")]
    if subject == "lift":
        again = _("The key signs again with the PIN, the codes and the passkeys it had before.")
        asked = _("Agree only when its holder has told you in person why it was suspended.")
        return [again, asked, *_when(shown, verb)]
    named = [sentence for one in shown.named_anew for sentence in _named(one)]
    more = [_("The holder may also confirm the keys of others.")] if shown.leads else []
    return [*more, *named, *_when(shown, verb)]


def _when(shown: Shown, verb: str) -> Iterator[str]:
    """When it takes effect; alone in an installation with one administrator, after its wait."""
    if shown.waits_hours:
        yield _(
            "It takes effect %(hours)s hours after your answer; until then it can be stopped."
        ) % {"hours": shown.waits_hours}
    elif verb == "confirm":
        yield _("It takes effect at once.")
    else:
        yield _("Nothing takes effect before a second person has confirmed it.")
    if shown.until and not shown.waits_hours:
        last_day = localtime(shown.until - timedelta.resolution)
        yield _("To be confirmed by the end of %(day)s.") % {
            "day": date_format(last_day, "SHORT_DATE_FORMAT")
        }
