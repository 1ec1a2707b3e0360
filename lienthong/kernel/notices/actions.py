"""Telling people, and what they do with it."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.notices.models import Notice
from lienthong.kernel.permissions.public import Actor

_NOTIFY = """
    INSERT INTO notices_notice (person_id, message, params, path, source, stands, created_at)
    SELECT told.id, %s, %s::jsonb, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS told(id)
"""


def notify(
    person_ids: Iterable[int],
    message: str,
    url: str = "",
    *,
    actor: Actor | None = None,
    source: str = "",
    stands: bool = False,
    **params: Any,
) -> int:
    """Tell several persons at once, in one statement; how many were told.

    `message` is a msgid marked with `gettext_noop`, worded when shown; `params` fill its names,
    `type` with the code of a document type.
    Whoever acts (`actor`) needs no notice of their own action. The page behind `url` asks for rights
    again: a notice tells a notation, a count or what the desk calls a task, never a content. One that `stands` outlives the post
    in which it arrived, and is read only by being opened.
    """
    told = set(person_ids) - ({actor.person_id} if actor else set())
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"A notice leads to a page of this installation, not to {url}")
    _ = message % params  # a missing name shows here, not on the reader's page
    if not told:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTIFY,
            [message, json.dumps(params), url, source, stands, timezone.now(), sorted(told)],
        )
    return len(told)


# Part of another statement of an action on a page: who acts there has read what led there. It is given the person
# and the addresses; one that stands is read only by being opened.
READ_BY_THE_ACT = """
UPDATE notices_notice SET read_at = now()
WHERE person_id = %s AND read_at IS NULL AND NOT stands
  AND substring(path FROM '^/[^#?]*?/[0-9]+/') = ANY(%s::text[])
"""


def read_by_the_act(person_id: int, pages: Iterable[str]) -> None:
    """Who has acted on these pages has read the notices that lead there."""
    with connection.cursor() as cursor:
        cursor.execute(READ_BY_THE_ACT, [person_id, list(pages)])


@transaction.atomic
def mark_read(notice_id: int, *, actor: Actor) -> Notice:
    """A person has read one of their notices; the first time counts."""
    own = Notice.objects.select_for_update().filter(person_id=actor.person_id)
    notice = own.get(pk=notice_id)

    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """A person has read all own notices but those that stand until opened; how many were new."""
    unread = Notice.objects.filter(person_id=actor.person_id, read_at=None, stands=False)
    return unread.update(read_at=timezone.now())
