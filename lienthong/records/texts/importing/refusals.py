"""Why a file could not be read: codes the child process can hand back."""

from typing import Any, Final

ENCRYPTED: Final = "encrypted"
NO_TEXT_LAYER: Final = "no_text_layer"
WRONG_TYPE: Final = "wrong_type"
TOO_LARGE: Final = "too_large"
BROKEN: Final = "broken"
LEGACY_FONT: Final = "legacy_font"
EMPTY: Final = "empty"
NO_LETTERS: Final = "no_letters"
WRONG_LETTERS: Final = "wrong_letters"
MARKED: Final = "marked_secret"


class Unreadable(Exception):
    """A file that is refused; `code` says why, `named` which letter, font or part is meant."""

    def __init__(self, code: str, named: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.named = named


def refusal(unreadable: Unreadable) -> dict[str, Any]:
    """What the child process hands back of a file that is refused."""
    return {"refused": unreadable.code, "named": unreadable.named, "documents": [], "text": ""}
