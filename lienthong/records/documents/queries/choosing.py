"""Choosing recipients: groups at one press, organisations and persons by name."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from lienthong.kernel.people.public import Post
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit

from ..models import Document, Recipient
from .addressing import persons_meant, units_meant
from .bodies import committee_of
from .proposals import missing_quick_lines, proposed_purpose

MOST_HITS = 12
Kind = Recipient.Kind


@dataclass(frozen=True)
class ShownLine:
    """A line of recipients and how many stand behind it."""

    recipient: Recipient
    units_count: int
    persons_count: int


@dataclass(frozen=True)
class Choice:
    """A line that can be added at one press, and what is said of it."""

    line: Recipient
    said: str
    meta: str = ""


def lines(document: Document) -> list[ShownLine]:
    today = timezone.localdate()
    return [
        ShownLine(
            line,
            len(units_meant(line, document.issuer, today)),
            len(persons_meant(line, document.issuer)),
        )
        for line in document.recipients.all()
    ]


def quick_choices(document: Document) -> list[Choice]:
    """The groups not yet among the recipients, worded as usual."""
    return [Choice(line, line.get_kind_display()) for line in missing_quick_lines(document)]


def search(document: Document, words: str) -> list[Choice]:
    """Organisations below and around the committee, and persons who hold a post in them."""
    top = committee_of(document.issuer)
    root = top.parent.path if top.parent_id and top.parent else top.path
    return [*_units(root, words), *_persons(root, words)]


def _begins_a_word(field: str, word: str) -> Q:
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def _units(root: str, words: str) -> list[Choice]:
    units = Unit.objects.existing_on(timezone.localdate()).filter(path__startswith=root)
    for word in fold(words).split():
        units = units.filter(_begins_a_word("name_folded", word))
    found = units.select_related("parent").order_by("path")[:MOST_HITS]
    purpose = proposed_purpose(Kind.SUBORDINATES)
    lines = [
        Recipient(kind=Kind.UNIT, label=str(unit), purpose=purpose, unit=unit) for unit in found
    ]
    return [Choice(line, line.label, str(line.unit.parent or "")) for line in lines if line.unit]


def _persons(root: str, words: str) -> list[Choice]:
    posts = (
        Post.objects.valid_on(timezone.localdate())
        .filter(unit__path__startswith=root)
        .exclude(role__in=["member", "probationary_member"])
    )
    for word in fold(words).split():
        posts = posts.filter(_begins_a_word("person__name_folded", word))
    seen: dict[int, Choice] = {}
    for post in posts.select_related("person", "unit")[: MOST_HITS * 2]:
        label = f"Đồng chí {post.person.full_name}, {post}"
        purpose = proposed_purpose(Kind.MEMBERS)
        line = Recipient(kind=Kind.PERSON, label=label, purpose=purpose, person=post.person)
        seen.setdefault(post.person_id, Choice(line, label, str(post.unit)))
    return list(seen.values())[:MOST_HITS]
