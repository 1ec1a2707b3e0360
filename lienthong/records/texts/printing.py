"""Letters that the official typeface lacks, in sentences.

Typed words with a letter that has no printed form are refused; brought ones are named with their clause by
the form check of the document and hold finalising up. "☐" is printed "□", "☒" is printed "[x]".
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.typeface import name_of_letter, without_glyph


def refuse_unprintable(words: str, field: str = "") -> None:
    """Refuse words with a letter that cannot be printed in any form."""
    for letter, form in without_glyph(words).items():
        if not form:
            raise RuleBroken(letter_missing(letter), field=field)


def letter_missing(letter: str) -> str:
    """What is wrong with a letter that has no printed form."""
    named = {"letter": name_of_letter(letter)}
    return _("The official typeface has no letter %(letter)s. Write it with other letters.") % named


def printed_otherwise(words: str) -> Iterator[tuple[str, str | None]]:
    """The letters of words that are not printed as they are: each as it is named, and its printed form."""
    for letter, form in without_glyph(words).items():
        yield name_of_letter(letter), form
