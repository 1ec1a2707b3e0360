"""Search: words and what narrows them, what was found with its passages, searches kept under a name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.kernel.reference.public import words_of_types
from lienthong.kernel.search.public import (
    BY_DAY,
    MOST_COUNTED,
    After,
    Found,
    Hit,
    Piece,
    Question,
    entries_of,
    find,
    is_cut,
    marked,
)
from lienthong.kernel.web.public import (
    ActorRequest,
    done,
    forget_filter,
    keep_filter,
    kept_filters,
    last_looks,
    note_look,
    page,
    rename_filter,
)
from lienthong.ui.lists.asked import Asked
from lienthong.ui.lists.filters import Choice, Days, Named
from lienthong.ui.lists.page import ListPage

ON_A_PAGE = 20
LATE_BY = dt.timedelta(days=30)
AGAINST_THE_RULES = 409
KEEPING = frozenset({"keep", "rename", "remove"})
STATES = (
    ("issued", gettext_lazy("Issued")),
    ("amended", gettext_lazy("Amended")),
    ("replaced", gettext_lazy("Replaced")),
    ("recalled", gettext_lazy("Recalled")),
    ("draft", gettext_lazy("In preparation")),
    ("cancelled", gettext_lazy("Given up")),
)
# Of what is not issued, or not in force as it was issued, it is said beside the title; the icon says it without colour.
TAGS = {
    "amended": ("warn", "edit"),
    "replaced": ("bad", "arrow-forward-up"),
    "recalled": ("bad", "ban"),
    "draft": ("warn", "pencil"),
    "cancelled": ("", "ban"),
}


def found_said(count: int) -> str:
    return ngettext("%(n)d result", "%(n)d results", count) % {"n": count}


# What is asked and drawn as in any list; the rows come from the index.
SEARCH = ListPage(
    name="search",
    title=gettext_lazy("Search"),
    columns=(),
    link=lambda hit: str(hit.path),
    counted=found_said,
    filters=(
        Choice("type", gettext_lazy("Type"), "", lambda: list(words_of_types().items())),
        Named("issuer", pgettext_lazy("who issued a document", "Issuer"), ""),
        Named("signer", gettext_lazy("Signer"), ""),
        Days("day", gettext_lazy("Day"), ""),
        Choice("state", gettext_lazy("State"), "", STATES),
    ),
    words=("",),
    words_label=gettext_lazy("Words, number or “exact phrase”"),
)


class SearchAsked(Asked):
    """The question of an address; whole sentences are pasted, too."""

    longest = 1_000

    @property
    def question(self) -> Question:
        given = self.given
        return Question(
            words=self.words,
            facts={name: given.get(name) or "" for name in ("type", "state")},
            names={name: given.get(name) or "" for name in ("issuer", "signer")},
            since=given.get("day_from"),
            until=given.get("day_until"),
            order=BY_DAY if self.is_by_day else "",
            after=after_in(self.address.get("page", "")),
        )

    @property
    def is_by_day(self) -> bool:
        return self.address.get("sort") == BY_DAY

    @property
    def is_asked(self) -> bool:
        return bool(self.words.strip() or self.chips)


@dataclass(frozen=True)
class Line:
    """Something found as the page shows it: the words that were asked for apart from the others."""

    hit: Hit
    title: Sequence[Piece]
    meta: str
    state: tuple[str, str, str] | None

    @classmethod
    def of(cls, hit: Hit, question: Question) -> "Line":
        day = date_format(hit.happened_on, "d/m/Y")
        label = str(dict(STATES).get(hit.state, ""))
        tone, icon = TAGS.get(hit.state, ("", ""))
        return cls(
            hit,
            marked(hit.title, question),
            " · ".join(filter(None, (day, hit.summary[:160]))),
            (label, tone, icon) if icon else None,
        )


def after_in(address: str) -> After | None:
    """Where a page begins, as its address says it: tier, day and entry; anything else is the first page."""
    parts = address.split("-")
    if len(parts) != 3 or not all(one.isdecimal() and len(one) < 19 for one in parts):
        return None
    tier, day, entry = map(int, parts)
    try:
        return After(min(tier, 9), dt.date.fromordinal(day), entry)
    except (ValueError, OverflowError):
        return None


def _address_of(after: After) -> str:
    return f"{after.tier}-{after.on.toordinal()}-{after.pk}"


@page(signed_in=True)
@require_http_methods(["GET", "POST"])
def search_page(request: ActorRequest) -> HttpResponse:
    """What the person may see of what they ask for."""
    asked = SearchAsked(SEARCH, request.GET)
    if request.method == "POST":
        return _kept(request, asked)
    return _shown(request, asked)


def _shown(
    request: ActorRequest, asked: SearchAsked, refused: str = "", status: int = 200
) -> HttpResponse:
    question = asked.question
    found = find(request.actor, question, ON_A_PAGE) if request.actor else Found([], 0)
    mine = kept_filters(request, request.actor, SEARCH.name) if request.actor else []
    query = asked.query
    if request.actor and request.method == "GET" and query in {one.query for one in mine}:
        _note_look(request.actor, asked)
    news = _news(request.actor) if request.actor and mine and not asked.is_asked else {}
    context = {
        "search": SEARCH,
        "asked": asked,
        "is_cut": is_cut(asked.words),
        "lines": [Line.of(hit, question) for hit in found.hits],
        "count_said": _count_said(found, question),
        "next_url": f"{asked.url()}&page={_address_of(found.next)}" if found.next else "",
        "is_further": question.after is not None,
        "orders": _orders(asked),
        "kept": [(one, one.query == query, news.get(one.pk, 0)) for one in mine],
        "is_kept": query in {one.query for one in mine},
        "without_filters": asked.url(**dict.fromkeys(_filter_names())),
        "refused": refused,
    }
    return render(request, "desk/search.html", context, status=status)


def _lately(asked: SearchAsked, day: dt.date) -> Question:
    """The same question, of what has happened since a month before a day: papers arrive late."""
    question = asked.question
    since = max(filter(None, [question.since, day - LATE_BY]))
    return replace(question, since=since, order=BY_DAY, after=None)


def _note_look(actor: Actor, asked: SearchAsked) -> None:
    (seen,) = entries_of(actor, [_lately(asked, timezone.localdate())])
    note_look(actor, SEARCH.name, asked.query, seen)


def _news(actor: Actor) -> dict[int, int]:
    """How much each kept search has found since its person last looked."""
    looks = last_looks(actor, SEARCH.name)
    questions = [
        _lately(SearchAsked(SEARCH, QueryDict(look.query)), timezone.localdate(look.at))
        for look in looks.values()
    ]
    found = entries_of(actor, questions)
    return {pk: len(now - look.seen) for (pk, look), now in zip(looks.items(), found, strict=True)}


def _count_said(found: Found, question: Question) -> str:
    """How much there is, of what the person may see; on a later page it has been said."""
    if question.after is not None:
        return _("Further results")
    if found.is_open:
        return _("More than %(total)s") % {"total": found_said(MOST_COUNTED)}
    return found_said(found.count)


def _orders(asked: SearchAsked) -> list[tuple[str, str, bool]]:
    return [
        (_("Nearest first"), asked.url(sort=None), not asked.is_by_day),
        (_("Newest first"), asked.url(sort=BY_DAY), asked.is_by_day),
    ]


def _filter_names() -> list[str]:
    return [name for one in SEARCH.filters for name in one.names]


def _kept(request: ActorRequest, asked: SearchAsked) -> HttpResponse:
    """A search kept under a name, called otherwise, or removed; each is its person's own."""
    what, here = request.POST.get("do", ""), request.get_full_path()
    if what not in KEEPING or request.actor is None:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    name, which = request.POST.get("name", "").strip(), request.POST.get("filter", "")
    try:
        if what == "keep":
            keep_filter(request, request.actor, SEARCH.name, name=name, query=asked.query)
            return done(request, here, _("The search is kept."))
        if what == "rename":
            rename_filter(request, request.actor, which, name=name)
        if what == "remove":
            forget_filter(request, request.actor, which)
    except RuleBroken as broken:
        return _shown(request, asked, broken.sentence, AGAINST_THE_RULES)
    return redirect(here)
