"""The desk and search are everybody's; what they show is what counts."""

from attack.rules import SIGNED_IN, Access, RouteRule

ACCESS = Access(
    routes=(
        RouteRule("desk:desk", SIGNED_IN, asks=("kind=incoming", "due=week")),
        RouteRule(
            "desk:search",
            SIGNED_IN,
            asks=(
                "q=b%E1%BA%A1ch+%C4%91%C3%A0n",
                "q=bach+dan",
                "q=%22bach+dan%22&sort=day",
                "q=01",
                "q=TUA",
                "state=draft",
                "issuer=tinh+uy&state=issued",
            ),
        ),
    )
)
