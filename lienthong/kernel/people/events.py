from dataclasses import dataclass


@dataclass(frozen=True)
class PostEnded:
    """A post is lost, at once: open steps, sessions and signing authority with it."""

    post_id: int
