"""What the holder of a key is told of at once, whoever asks at the window: the web fetches it and notifies them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from lienthong.records.signing.signer.lines import Line
from lienthong.records.signing.signer.treatment import Holdings

MOST: Final = 1_000
TOLD_AT_ONCE: Final = 100
_PASSKEYS: Final = ("passkey added", "passkey removed")


class News:
    """Follows the journal: passkeys that were added or removed, and browsers in which a key became known."""

    def __init__(self, holdings: Holdings) -> None:
        self._kept: deque[dict[str, Any]] = deque(maxlen=MOST)
        holdings.journal.followed_by(self.hear)

    def hear(self, line: Line) -> None:
        place = [line["epoch"], line["n"]]
        for key, what in _told_of(line):
            waits = line.get("waits_until", "") if what in _PASSKEYS else ""
            told = {"place": place, "key": key, "what": what, "at": line["at"]}
            self._kept.append({**told, "waits_until": waits})

    def news(self, *, after: list[int]) -> dict[str, Any]:
        """The oldest first, from behind this place of the journal."""
        later = [one for one in self._kept if one["place"] > after]
        return {"news": later[:TOLD_AT_ONCE]}


def _told_of(line: Line) -> Iterator[tuple[str, str]]:
    """A passkey made with the key itself is part of its making."""
    if line["what"] in _PASSKEYS and not line.get("is_first"):
        yield line["key"], line["what"]
    for answer in line.get("answers", [line]):
        if answer.get("browser") == "new" and answer.get("mark"):
            yield answer["key"], "browser known"
