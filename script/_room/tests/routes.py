"""Who may see and do what with «examples»: written by hand, to be held against the pages."""

from attack.oracle import OWN, anybody, covers, held, position
from attack.rules import WORDS, Access, Kind, RouteRule
from attack.world import Persona, World

from .things import Made, make, make_more

VIEW, MANAGE = "examples.view", "examples.manage"


def sees(persona: Persona, made: Made) -> bool:
    """Those of one's own unit."""
    return covers(persona, VIEW, made.place)


def manages(persona: Persona, made: Made) -> bool:
    return covers(persona, MANAGE, made.place)


def reads_subject(persona: Persona, made: Made, _route: str, _world: World) -> bool:
    return sees(persona, made)


ACCESS = Access(
    permissions={
        VIEW: held(OWN, "secretary", "clerk"),
        MANAGE: held(OWN, "clerk"),
    },
    kinds=(
        Kind(
            "example",
            relation=lambda persona, made: position(persona, made.place),
            state=lambda made: "open" if made.is_open else "closed",
        ),
    ),
    readers={"examples.subject": reads_subject},
    routes=(
        RouteRule("examples:list", (VIEW,), asks=("page=1", "q=bach")),
        RouteRule("examples:new", (MANAGE,), does=anybody, sends={"subject": WORDS}),
        RouteRule("examples:page", (VIEW,), "example", sees, every=True),
        RouteRule("examples:close", (MANAGE,), "example", sees, manages, reads=False),
    ),
    make=make,
    make_more=lambda stage: [(sees, made) for made in make_more(stage)],
)
