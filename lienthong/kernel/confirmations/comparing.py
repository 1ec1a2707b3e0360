"""Posts with power against what was agreed on, and against the history."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import AuditEntry, Fault
from lienthong.kernel.people.public import ROLES_WITH_POWER, Post

from .models import Proposal

GIVEN, ENDED, CARRIED_OUT = "people.appointed", "people.post_ended", "people.post_end_carried_out"
AT_ONCE = 1000


def posts_given_by_nobody() -> Iterator[Fault]:
    """A post with power was given by a proposal of two, or, when all began, by the system itself.

    What was loaded in bulk has no first version; the history speaks of the whole table.
    """
    versions = Post.pgh_event_model.objects  # type: ignore[attr-defined]  # set by the library
    written = versions.filter(pgh_obj=OuterRef("pk"), pgh_label="insert")
    for some in _in_portions(_posts_with_power().filter(Exists(written))):
        given = _entries_about(some, GIVEN) | _registered(some)
        for post in some:
            if post.pk not in given:
                message = _(
                    "Post %(post)s carries power, and the history knows nobody who gave it."
                )
                yield Fault("given", message, {"post": post.pk})
            elif not _is_as_agreed(post, given[post.pk]):
                message = _("Post %(post)s is not as two persons agreed on it.")
                yield Fault("given", message, {"post": post.pk})


def posts_held_after_their_end() -> Iterator[Fault]:
    """What the history says has ended gives no right again: whoever wants that gives it anew."""
    today = timezone.localdate().isoformat()
    for some in _in_portions(_posts_with_power()):
        ended = _entries_about(some, ENDED) | _entries_about(some, CARRIED_OUT)
        for post_id, entry in ended.items():
            if entry.facts.get("on", "") <= today:
                message = _("Post %(post)s is held, and the history says that it has ended.")
                yield Fault("ended", message, {"post": post_id})


def _posts_with_power() -> QuerySet[Post]:
    return Post.objects.held().filter(role__in=ROLES_WITH_POWER).order_by("pk")


def _in_portions(posts: QuerySet[Post]) -> Iterator[list[Post]]:
    last = 0
    while some := list(posts.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _entries_about(posts: list[Post], verb: str) -> dict[int, AuditEntry]:
    about = [str(post.pk) for post in posts]
    entries = AuditEntry.objects.filter(subject_type="people.post", subject_id__in=about, verb=verb)
    return {int(entry.subject_id): entry for entry in entries.order_by("pk")}


def _registered(posts: list[Post]) -> dict[int, AuditEntry]:
    """The posts of the first administrators, who were registered with them by nobody."""
    about = [str(post.person_id) for post in posts]
    entries = AuditEntry.objects.filter(
        subject_type="people.person",
        subject_id__in=about,
        verb="people.registered",
        person_id=None,
    )
    return {entry.facts["post"]: entry for entry in entries if "post" in entry.facts}


def _is_as_agreed(post: Post, entry: AuditEntry) -> bool:
    if "by" not in entry.facts:
        return True
    proposal = Proposal.objects.filter(pk=entry.facts["by"], state=Proposal.State.DONE).first()
    if proposal is None or not proposal.is_marked():
        return False
    matter = proposal.matter
    if (gives := getattr(matter, "gives", None)) is not None:  # many posts at once
        return bool(gives(post))
    agreed = (getattr(matter, "role", None), matter.unit_id)
    return agreed == (post.role, post.unit_id) and matter.concerned_id in (None, post.person_id)
