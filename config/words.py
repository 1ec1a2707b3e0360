"""The message catalogue: what the code says in English, and what the pages say in Vietnamese.

`python -m config.words update` brings `locale/vi` in step with the code, `check` refuses gaps, `compile`
writes the binary catalogues. Needs Babel only, no GNU gettext.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("lienthong", "config")
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:n?p?gettext|_)\({STRING}(?:, ?{STRING})*(?:, ?\w+)?\)")
HEADER = "# Liên Thông: the words of the pages in Vietnamese.\n"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")


def in_the_code() -> Catalog:
    """Every sentence marked for translation, in Python and in templates."""
    found = Catalog(
        locale="vi", domain="django", header_comment=HEADER, charset="utf-8", fuzzy=False
    )
    for path, source in _sources():
        for line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, (), {}
        ):
            found.add(message, context=context, locations=[(str(path.relative_to(ROOT)), line)])
    return found


def _sources() -> Iterator[tuple[Path, str]]:
    for top in SOURCES:
        for path in sorted((ROOT / top).rglob("*.py")):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield path, path.read_text("utf-8")
        for path in sorted((ROOT / top).rglob("*.html")):
            if "tests" not in path.parts:
                yield path, _calls(templatize(path.read_text("utf-8"), origin=str(path)))


def _calls(templatized: str) -> str:
    """The marked sentences of a template as lines of Python; the rest of the page is left out."""
    return "\n".join(match.group() for match in CALL.finditer(templatized))


def kept() -> Catalog:
    """The Vietnamese catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="vi", domain="django", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def update(*further: Path) -> None:
    """Bring the catalogue in step with the code; `further` catalogues may fill its gaps."""
    words, known = in_the_code(), kept()
    sources = [known]
    for path in further:
        with path.open("rb") as file:
            sources.append(read_po(file, locale="vi"))
    for message in words:
        if message.id:
            message.string = _said(message, sources) or message.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, words, width=100, no_location=True, sort_output=True, omit_header=False)


def _said(message: Message, sources: list[Catalog]) -> Any:
    for source in sources:
        found = source.get(_key(message), context=message.context)
        if found is not None and found.string and any(_strings(found)):
            return _shaped(message, found.string)
    return None


def _key(message: Message) -> Any:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _shaped(message: Message, said: Any) -> Any:
    """Vietnamese has one form for any number."""
    one = said[0] if isinstance(said, (tuple, list)) else said
    return (one,) if isinstance(message.id, (tuple, list)) else one


def _strings(message: Message) -> list[str]:
    said = message.string
    return [part or "" for part in said] if isinstance(said, (tuple, list)) else [said or ""]


def troubles() -> list[str]:
    """What is missing, fuzzy or differs in placeholders or tags between the languages."""
    words, known = in_the_code(), kept()
    found = []
    for message in words:
        if not message.id:
            continue
        said = known.get(_key(message), context=message.context)
        if said is None or not all(_strings(said)):
            found.append(f"missing: {_key(message)}")
        elif said.fuzzy:
            found.append(f"not confirmed: {_key(message)}")
        elif not _alike(message, said):
            found.append(f"placeholders or tags differ: {_key(message)}")
    return found


def _alike(message: Message, said: Message) -> bool:
    english = message.id[-1] if isinstance(message.id, (tuple, list)) else message.id
    return all(
        set(pattern.findall(english)) == set(pattern.findall(string))
        for string in _strings(said)
        for pattern in (PLACEHOLDER, TAG)
    )


def compile_all() -> None:
    """Write the binary catalogues Django reads."""
    for path in (ROOT / "locale").glob("*/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            catalogue = read_po(file)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
    what, *rest = arguments or ["check"]
    if what == "update":
        update(*(Path(path) for path in rest))
    elif what == "compile":
        compile_all()
    found = troubles()
    for trouble in found:
        print(trouble)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
