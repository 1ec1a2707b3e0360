"""The message catalogues: what the code says in English, and what the pages say in Vietnamese.

Each room keeps its own, `locale/vi` in its folder; a sentence that several rooms use belongs to the
lowest. `python -m config.words update` brings all in step with the code, `check` refuses gaps, `compile`
writes the binary catalogues. Needs Babel only, no GNU gettext.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from config.floor_plan import Room, rooms

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
# No date and no name of a tool: two people's catalogues differ in their sentences only.
HEADER = r"""msgid ""
msgstr ""
"Language: vi\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"Content-Type: text/plain; charset=utf-8\n"

"""
# By another name than these the sentences of a file are not found.
ALIAS = re.compile(r"\b(n?p?gettext(?:_lazy|_noop)?) as (?!_\b)(\w+)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")


def catalogue_of(room: Room) -> Path:
    return room.folder / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def in_the_code() -> dict[Room, Catalog]:
    """Every sentence marked for translation, in Python and in templates, by the room that keeps it."""
    found = {room: _empty() for room in rooms()}
    keeper: dict[tuple[str, str | None], Catalog] = {}
    for room, catalogue in found.items():
        for source in _sources(room.folder):
            for _line, message, _comments, context in extract(
                "python", io.BytesIO(source.encode()), KEYWORDS, (), {}
            ):
                singular = message if isinstance(message, str) else message[0]
                keeper.setdefault((singular, context), catalogue).add(message, context=context)
    return found


def _empty() -> Catalog:
    return Catalog(locale="vi", domain="django", charset="utf-8", fuzzy=False)


def _sources(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path.read_text("utf-8")
    for path in sorted(folder.rglob("*.html")):
        if "tests" not in path.parts:
            yield _calls(templatize(path.read_text("utf-8"), origin=str(path)))


def _calls(templatized: str) -> str:
    """The marked sentences of a template as lines of Python; the rest of the page is left out."""
    return "\n".join(match.group() for match in CALL.finditer(templatized))


def kept() -> dict[Room, Catalog]:
    """The Vietnamese catalogues as they are kept."""
    return {room: _read(catalogue_of(room)) for room in rooms()}


def _read(path: Path) -> Catalog:
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def update(*further: Path) -> None:
    """Bring the catalogues in step with the code; `further` ones may fill their gaps."""
    known = kept()
    for room, words in in_the_code().items():
        sources = [known[room], *known.values(), *map(_read, further)]
        for message in words:
            if message.id:
                message.string = _said(message, sources) or message.string
        _write(catalogue_of(room), words)


def _write(path: Path, words: Catalog) -> None:
    if not len(words):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, words, width=100, no_location=True, sort_output=True, omit_header=True)


def _said(message: Message, sources: Iterable[Catalog]) -> Any:
    for source in sources:
        found = source.get(key(message), context=message.context)
        if found is not None and found.string and any(strings(found)):
            return _shaped(message, found.string)
    return None


def key(message: Message) -> Any:
    """The English sentence; of one with a plural, its singular."""
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _shaped(message: Message, said: Any) -> Any:
    """Vietnamese has one form for any number."""
    one = said[0] if isinstance(said, (tuple, list)) else said
    return (one,) if isinstance(message.id, (tuple, list)) else one


def strings(message: Message) -> list[str]:
    """What is said of it, one for each of its forms."""
    said = message.string
    return [part or "" for part in said] if isinstance(said, (tuple, list)) else [said or ""]


def troubles() -> list[str]:
    """What is missing, idle, fuzzy or differs in placeholders or tags between the languages."""
    known = kept()
    return [
        f"{room.module}: {trouble}"
        for room, words in in_the_code().items()
        for trouble in (*_aliases(room), *_differences(words, known[room]))
    ]


def _aliases(room: Room) -> Iterator[str]:
    for path in sorted(room.folder.rglob("*.py")):
        if "tests" not in path.parts:
            for name, alias in ALIAS.findall(path.read_text("utf-8")):
                yield f"{path.name} calls {name} {alias}: its sentences are not found"


def _differences(words: Catalog, known: Catalog) -> Iterator[str]:
    for message in filter(lambda one: one.id, words):
        said = known.get(key(message), context=message.context)
        if said is None or not all(strings(said)):
            yield f"missing: {key(message)}"
        elif said.fuzzy:
            yield f"not confirmed: {key(message)}"
        elif not _alike(message, said):
            yield f"placeholders or tags differ: {key(message)}"
    for said in filter(lambda one: one.id, known):
        if words.get(key(said), context=said.context) is None:
            yield f"not said here (update puts it right): {key(said)}"


def _alike(message: Message, said: Message) -> bool:
    english = message.id[-1] if isinstance(message.id, (tuple, list)) else message.id
    return all(
        set(pattern.findall(english)) == set(pattern.findall(string))
        for string in strings(said)
        for pattern in (PLACEHOLDER, TAG)
    )


def compile_all() -> None:
    """Write the binary catalogues Django reads."""
    for room in rooms():
        path = catalogue_of(room)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(path))


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
    what, *rest = arguments or ["check"]
    if what == "compile":
        compile_all()
        return 0
    if what == "update":
        update(*(Path(path) for path in rest))
    found = troubles()
    for trouble in found:
        print(trouble)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
