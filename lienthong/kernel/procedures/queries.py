"""Who may do what, what lies on whose desk, and how a record has gone on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils import timezone

from lienthong.kernel.live.public import PERSON, POST, UNIT
from lienthong.kernel.people.public import Post
from lienthong.kernel.permissions.public import (
    SERVED,
    Actor,
    Role,
    declared,
    permissions_of,
)
from lienthong.kernel.units.public import Unit

from .definitions import (
    Caption,
    Work,
    captions_of,
    kind,
    permissions_office_first,
)
from .models import Case, HandOver, WorkItem


def on_subject(subject: Model) -> Q:
    kind = ContentType.objects.get_for_model(subject)
    return Q(subject_type=kind, subject_id=subject.pk)


# --- Who may do it


def places_of(actor: Actor, codename: str) -> set[int]:
    """The units in which an actor does what a permission allows: their own, perhaps the one served."""
    if codename not in permissions_of(actor.role):
        return set()
    serves = declared()[codename].reach_for(actor.role) is SERVED and actor.served_id is not None
    return {actor.unit_id, actor.served_id or 0} if serves else {actor.unit_id}


def _posts_of(actor: Actor) -> list[int]:
    return [post for post in (actor.post_id, actor.for_post_id) if post is not None]


def may_do(actor: Actor, item: WorkItem) -> bool:
    """Whether a work item is the actor's to do: as a person, in the post, or by a right in the unit.

    A step that this system did not give is nobody's.
    """
    if item.case_id is not None and not item.is_marked():
        return False
    if item.person_id is not None:
        return item.person_id == actor.person_id
    if item.post_id is not None and not item.is_shared:
        return item.post_id in _posts_of(actor)
    return item.unit_id in places_of(actor, item.permission)


# Open works lying on a desk: of the person, of the posts, of a post whose work was handed over, and by
# a right in a unit, unless a body that serves the unit is asked first and has somebody to do it.
LYING = """
WITH me AS (
    SELECT %s::bigint AS person_id, %s::bigint[] AS posts, %s::bigint AS unit_id,
           %s::text[] AS own, %s::bigint[] AS places, %s::text[] AS served,
           %s::text[] AS first, %s::text[] AS held_by, %s::date AS today
), works AS (
    SELECT * FROM procedures_workitem WHERE closed_at IS NULL AND NOT is_suspended
)
SELECT item.id FROM me JOIN works item ON item.post_id = ANY(me.posts)
UNION
SELECT item.id FROM me JOIN works item ON item.person_id = me.person_id
UNION
SELECT item.id
FROM me
JOIN procedures_handover handed ON handed.to_post_id = ANY(me.posts)
 AND handed.valid_from <= me.today AND me.today < handed.valid_to
JOIN works item ON item.post_id = handed.post_id AND item.is_shared
WHERE (item.unit_id = me.unit_id AND item.permission = ANY(me.own))
   OR (item.unit_id = ANY(me.places) AND item.permission = ANY(me.served))
UNION
SELECT item.id
FROM me
JOIN works item ON item.unit_id = ANY(me.places) AND item.post_id IS NULL AND item.person_id IS NULL
WHERE (item.permission = ANY(me.served) OR (item.unit_id = me.unit_id AND item.permission = ANY(me.own)))
  AND NOT (item.office_first AND item.unit_id = me.unit_id AND EXISTS (
      SELECT 1 FROM unnest(me.first, me.held_by) AS asked(permission, role)
      JOIN people_post post ON post.role = asked.role
       AND post.valid_from <= me.today AND (post.valid_to IS NULL OR me.today < post.valid_to)
      JOIN units_unit office ON office.id = post.unit_id AND office.serves_id = item.unit_id
      WHERE asked.permission = item.permission))
"""


COUNTED = f"""
SELECT kind, count(*) FROM procedures_workitem WHERE id IN ({LYING}) GROUP BY kind
"""  # noqa: S608 -- a constant


def _who_asks(actor: Actor) -> list[Any]:
    """What `LYING` is asked with: the actor's person, posts and rights, and who is asked before them."""
    own: list[str] = []
    served: list[str] = []
    for codename in sorted(permissions_of(actor.role)):
        (served if len(places_of(actor, codename)) > 1 else own).append(codename)
    places = [place for place in (actor.unit_id, actor.served_id) if place is not None]
    first = [
        (codename, role)
        for codename in sorted({*own, *served} & permissions_office_first())
        for role in sorted(declared()[codename].held_by)
        if declared()[codename].reach_for(role) is SERVED
    ]
    return [
        actor.person_id,
        _posts_of(actor),
        actor.unit_id,
        own,
        places,
        served,
        [codename for codename, _role in first],
        [role for _codename, role in first],
        timezone.localdate(),
    ]


def desk_of(actor: Actor) -> QuerySet[WorkItem]:
    """What lies on an actor's desk, the most urgent first; each part is read from its own index."""
    lying = RawSQL(LYING, _who_asks(actor))  # noqa: S611 -- a constant
    return WorkItem.objects.filter(pk__in=lying).order_by("due_at", "opened_at", "pk")


def desk_topics(actors: Iterable[Actor]) -> set[str]:
    """By which topics a person hears that something on one of their desks has changed."""
    actors = list(actors)
    own = {post for actor in actors for post in _posts_of(actor)}
    handed = HandOver.objects.valid_on(timezone.localdate()).filter(to_post__in=own)
    posts = own | set(handed.values_list("post_id", flat=True))
    units = {one for actor in actors for one in (actor.unit_id, actor.served_id) if one is not None}
    persons = {actor.person_id for actor in actors}
    named = ((PERSON, persons), (POST, posts), (UNIT, units))
    return {f"{kind}{key}" for kind, keys in named for key in keys}


def posts_asked_in(unit: Unit, works: Iterable[Work]) -> dict[str, list[Post]]:
    """The posts on whose desks each of these works of a unit lies, the highest first; in one statement."""
    wanted = {work.key: work for work in works}
    held_by = {role for work in wanted.values() for role in declared()[work.permission].held_by}
    posts = list(
        Post.objects.valid_on(timezone.localdate())
        .filter(Q(unit=unit) | Q(unit__serves=unit), role__in=held_by)
        .select_related("person", "unit")
    )
    posts.sort(key=lambda post: (Role(post.role).rank, post.unit.path, post.person.sort_key))
    return {key: _asked_among(posts, unit, work) for key, work in wanted.items()}


def _asked_among(posts: Iterable[Post], unit: Unit, work: Work) -> list[Post]:
    """Those who hold the right in the unit; where the office is asked first, it alone if it can do it."""
    permission = declared()[work.permission]
    able = [
        post
        for post in posts
        if post.role in permission.held_by
        and (post.unit_id == unit.pk or permission.reach_for(post.role) is SERVED)
    ]
    office = [post for post in able if post.unit_id != unit.pk]
    return office if work.office_first and office else able


def posts_asked(item: WorkItem) -> list[Post]:
    """The posts on whose desks a work item of a unit or a post lies, hand-overs aside."""
    if item.post is not None:
        return [item.post]
    if item.unit is None:
        return []
    return posts_asked_in(item.unit, [item.definition])[item.step]


# --- The desk


def work_item_counts(actor: Actor) -> dict[str, int]:
    """How much of each kind lies on an actor's desk, in one statement whatever rooms there are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, _who_asks(actor))
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Line:
    """One work item as a desk shows it."""

    what: str
    title: str
    meta: str
    url: str
    kind: str
    icon: str
    due_at: dt.datetime | None
    since: dt.datetime


def lines_of(items: Iterable[WorkItem]) -> list[Line]:
    """Work items in the reader's words; one whose record is gone is left out."""
    items = list(items)
    found = captions((item.subject_type_id, item.subject_id) for item in items)
    return [
        _line(item, found[item.subject_type_id, item.subject_id])
        for item in items
        if (item.subject_type_id, item.subject_id) in found
    ]


def _line(item: WorkItem, caption: Caption) -> Line:
    work = item.definition
    return Line(
        what=caption.verb or str(work.verb),
        title=caption.title,
        meta=caption.meta,
        url=caption.url,
        kind=item.kind,
        icon=work.icon,
        due_at=item.due_at,
        since=item.opened_at,
    )


def work_items_of(actor: Actor) -> list[Line]:
    """Everything on an actor's desk, as it shows it."""
    return lines_of(desk_of(actor).select_related("case"))


def label_of_kind(key: str) -> str:
    return str(kind(key).label)


def facts_of(subjects: Iterable[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
    """What the records (content type, id) say of themselves, in one statement for all models."""
    keys: dict[int, set[int]] = {}
    for type_id, subject_id in subjects:
        keys.setdefault(type_id, set()).add(subject_id)
    questions = [_facts_in(type_id, ids) for type_id, ids in sorted(keys.items())]
    if not questions:
        return {}
    rows = questions[0].union(*questions[1:], all=True)
    return {(type_id, subject_id): facts for type_id, subject_id, facts in rows}


def _facts_in(type_id: int, ids: set[int]) -> Any:
    model = _model(type_id)
    rows = model._default_manager.filter(pk__in=ids).order_by()
    declared_facts = captions_of(model).facts.items()
    facts = {name: one if isinstance(one, str) else one() for name, one in declared_facts}
    return rows.annotate(of=Value(type_id), said=JSONObject(**facts)).values_list(
        "of", "pk", "said"
    )


def _model(type_id: int) -> type[Model]:
    model = ContentType.objects.get_for_id(type_id).model_class()
    assert model is not None, "a record's room is installed"
    return model


def notations_of(items: Iterable[WorkItem]) -> dict[int, tuple[str, str]]:
    """The number of what each item is about, if it has one, and where its page is: no word of it."""
    items = list(items)
    facts = facts_of((item.subject_type_id, item.subject_id) for item in items)
    said: dict[int, tuple[str, str]] = {}
    for item in items:
        known = facts.get((item.subject_type_id, item.subject_id), {})
        words = captions_of(_model(item.subject_type_id)).words
        path = words({"id": item.subject_id} | known).url if known else "/"
        said[item.pk] = (str(known.get("notation") or ""), path)
    return said


def captions(subjects: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Caption]:
    """What the records are called in the reader's language, and where their pages are."""
    return {
        key: captions_of(_model(key[0])).words({"id": key[1]} | facts)
        for key, facts in facts_of(subjects).items()
    }


def open_work(unit_id: int, work_key: str) -> QuerySet[WorkItem]:
    """What a unit owes of one sort; for the lists of the room that asks for it."""
    return WorkItem.objects.filter(unit=unit_id, step=work_key, case=None, closed_at=None)


# --- The course of a record


def steps_of(subject: Model) -> QuerySet[WorkItem]:
    """Every step that was or is open on a record, in order: what happened and what is pending."""
    return (
        WorkItem.objects.filter(on_subject(subject), case__isnull=False)
        .select_related("case", "unit", "post__person")
        .order_by("opened_at", "pk")
    )


def open_step(steps: Iterable[WorkItem], actor: Actor) -> WorkItem | None:
    """Of a record's steps, the open one that is the actor's to do."""
    return next((one for one in steps if one.is_open and may_do(actor, one)), None)


def running_cases(subject: Model) -> QuerySet[Case]:
    return Case.objects.filter(on_subject(subject), closed_at=None)
