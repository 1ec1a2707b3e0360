"""What belongs to no room: the language of the pages, and whether the installation answers."""

from attack.oracle import anybody
from attack.rules import PUBLIC, SIGNED_IN, Access, RouteRule

ACCESS = Access(
    routes=(
        RouteRule("set_language", PUBLIC, does=anybody),
        RouteRule("discard_input", SIGNED_IN, does=anybody),
        RouteRule("day_off", SIGNED_IN, asks=("", "day=02/09/2026")),
        RouteRule("counts", SIGNED_IN),
        RouteRule("healthz", PUBLIC),
    )
)
