"""Nobody decides in their own matter."""

from collections.abc import Iterable

from .actor import Actor
from .refusals import RuleBroken


def refuse_own_matter(
    actor: Actor, persons: Iterable[int | None], sentence: str, *, field: str = ""
) -> None:
    """Refuse a decision to those whom it concerns: who asked, who did it, who is or was responsible.

    Persons are asked and not posts: somebody with two posts is one person in both.
    """
    if actor.person_id in set(persons):
        raise RuleBroken(sentence, field=field)
