"""Why a file is refused. Known to the bounded child too, so nothing here needs Django set up."""

from typing import Any

from django.utils.translation import gettext


def gettext_noop(message: str) -> str:
    """Mark a sentence; Django's own asks for settings, and the signer has none."""
    return message


class FileRefused(Exception):
    """A file the organisation does not take in, with the sentence for the person who brought it.

    `message` is a text to be translated where it is shown: in the bounded child no language is known.
    """

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def __str__(self) -> str:
        return gettext(self.message) % self.facts if self.facts else gettext(self.message)


class FileActs(FileRefused):
    """A file that does something by itself, which a cleaned copy would not: `found` says what."""

    def __init__(self, found: list[FileRefused]) -> None:
        super().__init__(found[0].message, **found[0].facts)
        self.found = found

    def __str__(self) -> str:
        return " ".join(map(str, self.found))
