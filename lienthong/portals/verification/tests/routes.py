"""Anybody may ask whether a file is what it says it is."""

from attack.oracle import anybody
from attack.rules import IN, NOT_FOUND, PUBLIC, SIGN_IN, Access, RouteRule, a_file

ACCESS = Access(
    routes=(
        RouteRule(
            "verification:verify",
            PUBLIC,
            does=anybody,
            sends=lambda _persona, _thing: {"document": "", "file": a_file()},
        ),
        # With a token nobody gave out.
        RouteRule(
            "verification:scanned",
            PUBLIC,
            answers=lambda _persona: frozenset({IN, NOT_FOUND, SIGN_IN}),
        ),
    )
)
