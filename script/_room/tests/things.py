"""«Examples» for the attack: an open and a closed one, each with a word that stands nowhere else."""

from dataclasses import dataclass

from lienthong.work.examples.actions import close_example, open_example

from attack.places import Place
from attack.stage import Stage
from attack.world import Thing


@dataclass(eq=False, kw_only=True)
class Made(Thing):
    """A «example» of a unit."""

    place: Place
    is_open: bool


def make(stage: Stage) -> None:
    stage.add("example", _made(stage, "province", is_open=True))
    stage.add("example", _made(stage, "commune", is_open=False))


def make_more(stage: Stage) -> list[Made]:
    """One more, far from most."""
    return [_made(stage, "stranger", is_open=True)]


def _made(stage: Stage, key: str, *, is_open: bool) -> Made:
    place = stage.world.places[key]
    made = Made(f"«example» of the {key}", place=place, is_open=is_open)
    clerk = stage.actor("clerk", key)
    subject = f"Bạch đàn {stage.secret('examples.subject', made)}"
    example = open_example(place.unit_id, subject=subject, actor=clerk)
    if not is_open:
        close_example(example.pk, actor=clerk)
    made.ids["example_id"] = example.pk
    return made
