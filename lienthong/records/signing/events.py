from dataclasses import dataclass


@dataclass(frozen=True)
class KeyDisowned:
    """The holder of the key of this post has said that somebody else used it."""

    post_id: int
