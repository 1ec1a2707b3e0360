"""Help is everybody's; it shows nothing of anybody."""

from attack.rules import SIGNED_IN, Access, RouteRule

ACCESS = Access(
    routes=(
        RouteRule("help:help", SIGNED_IN),
        RouteRule("help:here", SIGNED_IN, asks=("at=/incoming/", "at=//elsewhere.example/", "at=")),
        RouteRule("help:guide", SIGNED_IN),
    )
)
