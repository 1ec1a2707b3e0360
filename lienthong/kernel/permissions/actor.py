"""The one who does an action: a person, in a post, perhaps for another post."""

import datetime as dt
from dataclasses import dataclass


def signature(*parts: str) -> str:
    """Who it was, as written under an action: what is known of name, title and organisation."""
    return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Actor:
    """A person acting in one post today; rights hang on the post, never on the person.

    `unit_id`, `role` and the paths are those of the post acted for, where a delegation says so.
    `title` is what is printed and recorded, `label` what the page calls the post.
    """

    person_id: int
    post_id: int
    unit_id: int
    role: str
    path: str
    served_path: str = ""
    served_id: int | None = None
    for_post_id: int | None = None
    name: str = ""
    title: str = ""
    label: str = ""
    unit_name: str = ""
    # Who holds the post acted for, and the last day of that; none where it has no end yet.
    for_name: str = ""
    for_until: dt.date | None = None

    @property
    def acts_for_committee_id(self) -> int:
        """The committee whose business this post does: the one served, else its own unit."""
        return self.served_id or self.unit_id

    @property
    def signature(self) -> str:
        return signature(self.name, self.title)
