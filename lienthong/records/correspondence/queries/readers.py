"""Who may read an arrived document in one place: the question of rights, asked from the document's side."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.audiences.public import ACKNOWLEDGE, READ
from lienthong.kernel.people.public import Post, holders
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Readers, by_unit

from .. import permissions
from .received import ReceivedDocument


def posts_reading(unit: Unit) -> list[Post]:
    """The posts that read what reached a unit: its own, and those of the bodies serving it."""
    found: dict[int, Post] = {}
    for needed in (permissions.VIEW, READ, ACKNOWLEDGE):
        found |= {post.pk: post for post in holders(unit, needed)}
    return sorted(found.values(), key=lambda post: (post.unit.path, post.person.sort_key))


def readers_in_place(received: ReceivedDocument) -> list[Readers]:
    """Those who read it where the asker does. Who reads it elsewhere is not known here."""
    if received.unit is None:
        return []
    groups = [
        _readers(
            _("Those who read what reaches %(unit)s") % {"unit": received.unit},
            posts_reading(received.unit),
        ),
        _readers(_("Bodies it was given to"), _posts_given(received)),
    ]
    return [one for one in groups if one.count]


def _posts_given(received: ReceivedDocument) -> list[Post]:
    direction = received.direction
    if direction is None:
        return []
    given = [one.unit for one in direction.assignments.all() if one.is_marked()]
    bodies = sorted(given, key=lambda unit: unit.path)
    return [post for unit in bodies for post in holders(unit, permissions.HANDLE)]


def _readers(why: str, posts: list[Post]) -> Readers:
    said = ngettext("%(n)d post", "%(n)d posts", len(posts)) % {"n": len(posts)}
    return Readers(why, by_unit(posts), len(posts), said)
