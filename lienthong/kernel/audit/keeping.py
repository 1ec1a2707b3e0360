"""The keeper of the heads of the history: another room, of which this one says only what it asks."""

from collections.abc import Sequence
from typing import Protocol

from .chain import Place, SignedHead
from .verifying import Records


class KeeperAway(Exception):
    """The keeper cannot be asked just now; nothing was sealed, and the next round tries again."""


class KeeperRefused(Exception):
    """The keeper holds another history: this one does not go on from its last head."""


class Keeper(Protocol):
    """Keeps the last head outside the database, and signs only what goes on from there."""

    def installation(self) -> str:
        """Whose history it is: the chain begins with this."""

    def extend(self, start: Place, entries: Sequence[str]) -> SignedHead:
        """The head after these hashes of entries; asked again, the answer is the same."""

    def closing(self) -> SignedHead:
        """Where the chain ends now, for an export."""

    def epoch(self) -> SignedHead:
        """The line with which a restore began the present epoch."""

    def certificates(self) -> list[str]:
        """The certificates of the keys that heads are signed with."""

    def records(self) -> Records:
        """Whose heads this installation trusts."""


_keepers: list[Keeper] = []


def keep_heads_with(keeper: Keeper) -> None:
    """The room that speaks to the signer registers here, once, when the house opens."""
    _keepers[:] = [keeper]


def the_keeper() -> Keeper:
    if not _keepers:
        raise KeeperAway("No room keeps the heads of the history.")
    return _keepers[0]
