"""What a hostile file is: its nature, what it carries, which sentence refuses it, and its disguises."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lienthong.kernel.files.tests.made import Made, zipped

EVIL = "evil.example"


@dataclass(frozen=True)
class Nature:
    """A way to do harm by a file; `examples` makes several files of it, the plainest first."""

    name: str
    carries: str
    caught_by: str
    suffix: str
    examples: Callable[[], Iterator[bytes]]
    can_be_cleaned: bool = False


def in_disguise(made: Made) -> Iterator[bytes]:
    """One package, written in ways a program may read all alike."""
    parts = made.everything()
    yield zipped(parts)
    yield zipped(_each_list(parts, lambda text: text.replace('"', "'")))
    yield zipped(_each_list(parts, lambda text: text), zipfile.ZIP_STORED)
    yield zipped(_in_utf16(parts, "utf-16-le", b"\xff\xfe"))
    yield zipped(_in_utf16(parts, "utf-16-be", b"\xfe\xff"))
    yield zipped(_each_list(parts, _with_a_prefix))
    yield zipped(_each_list(parts, _spread_out))
    yield zipped(_each_list(parts, _by_numbers))


def _each_list(parts: Mapping[str, bytes], change: Callable[[str], str]) -> dict[str, bytes]:
    return {
        name: change(content.decode()).encode() if name.endswith(".rels") else content
        for name, content in parts.items()
    }


def _in_utf16(parts: Mapping[str, bytes], encoding: str, mark: bytes) -> dict[str, bytes]:
    """Every XML part that says no encoding of its own."""
    return {
        name: mark + content.decode().encode(encoding)
        if content.startswith(b"<") and not content.startswith(b"<?xml")
        else content
        for name, content in parts.items()
    }


def _with_a_prefix(text: str) -> str:
    """The same elements under a name of their own for the namespace."""
    text = text.replace("<Relationship", "<p:Relationship").replace("</Rel", "</p:Rel")
    return text.replace("xmlns=", "xmlns:p=")


def _spread_out(text: str) -> str:
    return text.replace(" Type=", "\n\t Type\n=\n").replace(" Target=", "\r\n Target = ")


def _by_numbers(text: str) -> str:
    """The letters of the types and targets as numbers."""
    for word in (
        "attachedTemplate",
        "oleObject",
        "image",
        "External",
        EVIL,
        "vbaProject",
        "aFChunk",
    ):
        text = text.replace(word, "".join(f"&#x{ord(letter):x};" for letter in word))
    return text


def made_by(*makers: Callable[[], Made]) -> Callable[[], Iterator[bytes]]:
    """The examples of packages: each maker's plain one first, then the disguises of all."""

    def examples() -> Iterator[bytes]:
        yield from (maker().data() for maker in makers)
        for maker in makers:
            yield from list(in_disguise(maker()))[1:]

    return examples
