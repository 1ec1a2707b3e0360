"""Who listens now, and to what."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# Rights of a person or a session have changed: not told to the browser as such, but looked at anew.
RIGHTS = "rights"
# A session is over.
SESSION = "session"
PARTS = ("work", "notices", "receipts")


class TooMany(Exception):
    """An account listens from too many browsers already."""


@dataclass(frozen=True)
class Ears:
    """Whose browser it is and what concerns it: found anew from its cookie whenever rights change."""

    account: int
    session: str
    topics: frozenset[str]


@dataclass(eq=False)
class Listener:
    """One open stream."""

    ears: Ears
    again: Callable[[], Ears | None]
    waiting: set[str] = field(default_factory=set)
    is_over: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, parts: Iterable[str]) -> None:
        self.waiting |= set(parts)
        self.woken.set()

    def end(self) -> None:
        self.is_over = True
        self.woken.set()

    def take(self) -> set[str]:
        """What is to be said, once."""
        said, self.waiting = self.waiting, set()
        self.woken.clear()
        return said


class Hub:
    """The streams of one process, by topic."""

    def __init__(self, most_per_account: int) -> None:
        self.most_per_account = most_per_account
        self.listeners: set[Listener] = set()
        self.by_topic: dict[str, set[Listener]] = defaultdict(set)

    def join(self, listener: Listener) -> None:
        same = sum(one.ears.account == listener.ears.account for one in self.listeners)
        if same >= self.most_per_account:
            raise TooMany
        self.listeners.add(listener)
        self._listen(listener)

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        self._stop(listener)

    def turn(self, listener: Listener, ears: Ears) -> None:
        """Its rights have changed: it hears of other things now."""
        self._stop(listener)
        listener.ears = ears
        self._listen(listener)

    def hear(self, topic: str, part: str) -> set[Listener]:
        """Pass on a change; those who have to be looked at anew are given back."""
        concerned = set(self.by_topic.get(topic, ()))
        if part == RIGHTS:
            return concerned
        for listener in concerned:
            if part == SESSION:
                listener.end()
            else:
                listener.tell([part])
        return set()

    def _listen(self, listener: Listener) -> None:
        for topic in listener.ears.topics:
            self.by_topic[topic].add(listener)

    def _stop(self, listener: Listener) -> None:
        for topic in listener.ears.topics:
            self.by_topic[topic].discard(listener)
            if not self.by_topic[topic]:
                del self.by_topic[topic]
