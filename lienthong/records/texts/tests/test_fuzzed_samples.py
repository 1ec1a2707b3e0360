"""Samples torn, doubled, cut and scribbled on: an answer or a refusal in time, and no word lost unsaid."""

import random
import re
import time
import zipfile
from io import BytesIO

import pytest

from lienthong.kernel.files.public import FileRefused, inspect_upload
from lienthong.kernel.files.tests.made import MadeText
from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.importing.odt import read_odt
from lienthong.records.texts.importing.papers import reading_of
from lienthong.records.texts.importing.plain import read_plain

from .factories import PAPERS, SAMPLES, docx, paragraph
from .offices import OFFICES, words, words_lost
from .test_recognition_never_fails import _OF_THE_FORM, words_of_all

FEW, MANY = 4, 500
LONGEST_SECONDS = 20
TEXTS = [*sorted(OFFICES.glob("*.txt")), *(one for one in sorted(PAPERS.glob("*.txt")) if one.stem != "secret")]  # fmt: skip
FILES = sorted(
    one for ending in ("docx", "pdf") for one in (SAMPLES / "papers").glob(f"*.{ending}")
)
SCRIBBLES = [
    "",
    "-",
    "1.",
    "}",
    "|",
    "\t",
    "Điều 9.",
    "Phụ lục",
    "…",
    "218-",
    "QĐ/TW",
    "PHÓ BÍ THƯ",
]
# The mottoes, of which only that there is one is kept.
_MOTTOES = set(words("cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc đoàn kết"))
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_PARAGRAPH = re.compile(rb"<w:p[ >].*?</w:p>", re.DOTALL)
times = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.nightly)])


def variant(pieces, chance):
    """A few pieces away, doubled, moved, cut in two, or with something beside them."""
    pieces = list(pieces)
    for _time in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(6):
            case 0 if len(pieces) > 1:
                del pieces[at]
            case 1:
                pieces.insert(other, pieces[at])
            case 2:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                cut = chance.randint(0, len(pieces[at]))
                pieces[at : at + 1] = [pieces[at][:cut], pieces[at][cut:]]
            case 4:
                pieces.insert(at, chance.choice(SCRIBBLES))
            case _:
                pieces[at] = f"{pieces[at]} {chance.choice(SCRIBBLES)}"
    return pieces


def lost(text, read):
    """Words that stand in no field, no clause and nothing that was set aside or refused."""
    text, account = _TAGS.sub(" ", text), read["account"]
    aside = [one["text"] for one in (*account["set_aside"], *account["refused"])]
    kept = set(words(" ".join([*words_of_all(read["documents"]), *aside])))
    missing = {word for word in words_lost(text, read["documents"]) if word not in kept}
    return {word for word in missing if not word.isdigit()} - _OF_THE_FORM - _MOTTOES


@times
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_variants_of_a_text_lose_no_word(path, count):
    for seed in range(count):
        text = "\n".join(variant(path.read_text().split("\n"), random.Random(seed)))
        began = time.process_time()

        read = read_plain(text.encode())

        assert time.process_time() - began < LONGEST_SECONDS, seed
        if not read["refused"]:
            assert lost(text, read) == set(), seed


@times
@pytest.mark.parametrize("path", TEXTS[::4], ids=lambda path: path.stem)
def test_variants_as_word_files_lose_no_word(path, count):
    for seed in range(count):
        lines = variant(path.read_text().split("\n"), random.Random(seed))
        safe = [re.sub(r"[<>&]", " ", line) for line in lines]

        read = read_docx(docx(*map(paragraph, safe)))

        if not read["refused"]:
            assert lost("\n".join(safe), read) == set(), seed


@times
@pytest.mark.parametrize("path", TEXTS[1::4], ids=lambda path: path.stem)
def test_variants_as_opendocument_texts_lose_no_word(path, count):
    for seed in range(count):
        lines = variant(path.read_text().split("\n"), random.Random(seed))
        safe = [re.sub(r"[<>&]", " ", line) for line in lines]

        read = read_odt(MadeText("".join(f"<text:p>{line}</text:p>" for line in safe)).data())

        if not read["refused"]:
            assert lost("\n".join(safe), read) == set(), seed


def _broken(data, chance):
    """Bytes changed, cut off or moved; of a package the main part, so that it stays one."""
    if data[:2] == b"PK" and chance.random() < 0.7:
        return _repacked(data, chance)
    spoiled = bytearray(data)
    for _time in range(chance.randint(1, 20)):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled[: chance.randint(1, len(spoiled))] if chance.random() < 0.2 else spoiled)


def _repacked(data, chance):
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = _shuffled(content, chance)
            new.writestr(name, content)
    return made.getvalue()


def _shuffled(content, chance):
    found = _PARAGRAPH.findall(content)
    for _time in range(chance.randint(1, 6)):
        one, other = chance.choice(found), chance.choice(found)
        content = content.replace(one, chance.choice([b"", one + other, other]), 1)
    return content


@times
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_variants_of_a_file_are_read_or_refused_in_a_sentence(path, count):
    data = path.read_bytes()
    for seed in range(count):
        began = time.monotonic()

        reading = reading_of(_broken(data, random.Random(seed)), path.name)

        assert time.monotonic() - began < LONGEST_SECONDS * 2, seed
        assert reading["papers"] or all(one["said"] for one in reading["refused"]), seed


def test_a_variant_that_is_no_package_is_refused_and_breaks_nothing():
    with pytest.raises(FileRefused):
        inspect_upload(b"PK\x03\x04" + bytes(50), "a.docx")
