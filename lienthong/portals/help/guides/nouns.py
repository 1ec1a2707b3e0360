"""What a guide is made of."""

from dataclasses import dataclass

from django.utils.functional import Promise

from lienthong.kernel.permissions.public import Role


@dataclass(frozen=True)
class Task:
    """One thing people come to do: its steps, the page where it begins, the pages on which it is explained."""

    slug: str
    title: Promise | str
    steps: tuple[Promise | str, ...]
    opens: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """One page for those who hold one of these posts; it prints on one sheet."""

    slug: str
    roles: tuple[Role, ...]
    title: Promise | str
    lede: Promise | str
    tasks: tuple[Task, ...]
