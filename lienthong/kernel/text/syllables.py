"""Whether a word can be Vietnamese, and what a text of an old font says that came without its font."""

import re
import unicodedata

from lienthong.kernel.text.cleaning import nfc
from lienthong.kernel.text.legacy_fonts import converted

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(?:iêu|yêu|oai|oao|oay|oeo|uai|uao|uay|uây|uôi|uya|uyê|uyu|ươi|ươu|uêu"
    "|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ôô|ua|uâ|uă|uê|ui|uô|uơ|uy"
    "|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnpt])?"
)
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~“”‘’…–—]+")
_OLD_FONTS = (".VnTime", "VNI-Times")


def in_unicode(text: str) -> str | None:
    """What letters of TCVN3 or VNI say, where a text has them without its font; None of other texts.

    A word no Vietnamese mouth can say becomes one that can be said. Names of other peoples and languages
    (Niê, H'Ñuh, Müller) do not, and stay as they are.
    """
    text = nfc(text)
    if any("\u0100" <= letter < "\u2000" for letter in text):  # the letters of Unicode alone
        return None
    words = [word for word in _BETWEEN_WORDS.split(text) if len(word) > 1 and not word.isascii()]
    strange = [word for word in words if not _can_be_said(word)]
    for font in _OLD_FONTS:
        said = sum(_can_be_said(converted(word, font)) for word in strange)
        if said and said * 2 >= len(strange):
            return converted(text, font)
    return None


def _can_be_said(word: str) -> bool:
    # ñ is a letter of the Ê-đê and the Gia-rai.
    letters = unicodedata.normalize("NFD", word.lower().replace("ñ", "n"))
    bare = letters.translate(_TONES)
    return len(letters) - len(bare) <= 1 and _SYLLABLE.fullmatch(nfc(bare)) is not None
