"""Whether an issued document is in force on a day: derived from the documents that were issued about it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from lienthong.kernel.text.public import one_line
from lienthong.records.texts.public import every_clause
from lienthong.ui.lists.columns import Mark

from ..models import Document, Effect, EffectKind, State
from .document import body_of

# The further one stands, the less of the earlier document is left.
WEIGHTS = {EffectKind.AMENDS: 1, EffectKind.REPLACES: 2, EffectKind.RECALLS: 3}
ENDING = (EffectKind.REPLACES, EffectKind.RECALLS)
MARKS = {
    EffectKind.AMENDS: Mark(gettext_lazy("Amended"), "warn", "edit"),
    EffectKind.REPLACES: Mark(gettext_lazy("Replaced"), "bad", "arrow-forward-up"),
    EffectKind.RECALLS: Mark(gettext_lazy("Recalled"), "bad", "ban"),
}
IN_FORCE = Mark(gettext_lazy("In force"), "ok", "circle-check")
# Said to whom the later document may be named, and to whom it may not.
SAID = {
    EffectKind.AMENDS: gettext_noop("Amended by %(by)s of %(day)s"),
    EffectKind.REPLACES: gettext_noop("Replaced by %(by)s of %(day)s"),
    EffectKind.RECALLS: gettext_noop("Recalled by %(by)s of %(day)s"),
}
SAID_NAMELESS = {
    EffectKind.AMENDS: gettext_noop("Amended on %(day)s"),
    EffectKind.REPLACES: gettext_noop("Replaced on %(day)s"),
    EffectKind.RECALLS: gettext_noop("Recalled on %(day)s"),
}
_WEIGHT = Case(
    *(When(kind=kind, then=Value(weight)) for kind, weight in WEIGHTS.items()),
    output_field=IntegerField(),
)
_DASHES = str.maketrans("‐‑–—−\u00a0", "----- ")


@dataclass(frozen=True)
class InForce:
    """How an issued document stands on a day: what other documents have done to it until then."""

    effects: tuple[Effect, ...]

    @property
    def decisive(self) -> Effect | None:
        """What weighs most: a recall before a replacement, that before an amendment."""
        return max(self.effects, key=lambda one: WEIGHTS[EffectKind(one.kind)], default=None)

    @property
    def is_in_force(self) -> bool:
        """Amended, a document is still in force."""
        return not any(one.kind in ENDING for one in self.effects)

    @property
    def mark(self) -> Mark | None:
        return MARKS[EffectKind(self.decisive.kind)] if self.decisive else None


def in_force(documents: Iterable[int], on: dt.date | None = None) -> dict[int, InForce]:
    """How issued documents stand on a day, in one statement; for every key there is an answer."""
    found: dict[int, list[Effect]] = defaultdict(list)
    keys = list(documents)
    related = ("document__type", "document__issuer", "document__audience")
    for effect in _standing(on).filter(earlier__in=keys).select_related(*related):
        found[effect.earlier_id].append(effect)
    return {key: InForce(tuple(found[key])) for key in keys}


def in_force_of(document: Document, on: dt.date | None = None) -> InForce:
    if getattr(document, "acted_on", "unknown") is None:
        return InForce(())  # it was read with the answer
    return in_force([document.pk], on)[document.pk]


def acted_on(place: str = "pk") -> Subquery:
    """What weighs most of what has been done to a document, for the rows of a list."""
    done = Effect.objects.filter(earlier=OuterRef(place), document__state=State.ISSUED)
    effects = done.order_by(_WEIGHT.desc())
    return Subquery(effects.values("kind")[:1])


def in_force_mark(kind: str | None) -> Mark | None:
    return MARKS[EffectKind(kind)] if kind else None


def _standing(on: dt.date | None) -> QuerySet[Effect]:
    """The effects of documents issued until a day, the earliest first."""
    day = on or timezone.localdate()
    issued = Effect.objects.filter(document__state=State.ISSUED, document__issued_on__lte=day)
    return issued.order_by("document__issued_on", "pk")


def said_of(effect: Effect, *, named: bool = True) -> str:
    """ "Replaced by 07-QĐ/TU of 05/12/2026"; the later one is named to those who may read it."""
    later, kind = effect.document, EffectKind(effect.kind)
    assert later.issued_on is not None, "only what is issued has an effect"
    day = date_format(later.issued_on, "d/m/Y")
    if not named:
        return _(SAID_NAMELESS[kind]) % {"day": day}
    return _(SAID[kind]) % {"by": named_document(later), "day": day}


def named_document(document: Document) -> str:
    """ "Quyết định 05-QĐ/TU"."""
    return f"{document.type.word} {document.notation}".strip()


def names(document: Document, earlier: Document) -> bool:
    """Whether the words of a document name an earlier one by its number."""
    words = [document.subject]
    for node in every_clause(body_of(document)):
        words += [str(node.get("heading") or ""), str(node.get("text") or "")]
    return plain(earlier.notation) in plain(" ".join(words))


def plain(words: str) -> str:
    """Words as numbers are compared in them: one kind of hyphen, no blank around it."""
    return one_line(words.translate(_DASHES)).replace(" - ", "-").replace(" / ", "/")
