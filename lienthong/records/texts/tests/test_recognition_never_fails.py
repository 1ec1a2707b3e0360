"""Whatever is typed or scanned: an answer, nothing lost, and the same answer again."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.records.texts.clauses.identity import pieces
from lienthong.records.texts.importing.plain import written
from lienthong.records.texts.recognition.account import reckon
from lienthong.records.texts.recognition.documents import recognise

from .factories import PAPERS, words_of
from .offices import OFFICES, words, words_lost

_LINES = [
    line
    for path in sorted(PAPERS.glob("*.txt"))
    if path.stem != "secret"
    for line in path.read_text().splitlines()
] + [
    "",
    "",
    "| a | b |",
    "x\ty\tz",
    "\t\tquốc gia",
    "**đậm**",
    "*nghiêng",
    "V. I. Nhân vật",
    "}",
    "*",
    "- ",
    "+",
]
_MARKS = set("#*|_\t\\~")
_PIECES = st.one_of(st.sampled_from(_LINES), st.text(max_size=40))


@given(st.text(max_size=300))
def test_any_text_gives_an_answer(text):
    for document in recognise(text):
        document.as_json()


@given(st.lists(_PIECES, max_size=30))
def test_shuffled_documents_give_an_answer_with_unique_addresses(lines):
    for document in recognise("\n".join(lines)):
        found = list(pieces(document.body))
        assert len({piece["eid"] for piece in found}) == len(found)
        assert len({piece["wid"] for piece in found}) == len(found)


_STRETCHES = [
    path.read_text().splitlines()[at : at + 5]
    for path in sorted(OFFICES.glob("*.txt"))
    for at in range(0, len(path.read_text().splitlines()), 3)
]
# What the form itself prints; a mark of urgency becomes a code.
_OF_THE_FORM = set(
    words("số ngày tháng năm nơi nhận kính gửi trình đảng cộng sản việt nam của khẩn TM KT TL")
)


@given(st.lists(st.sampled_from(_STRETCHES), min_size=1, max_size=4))
def test_every_word_of_documents_torn_and_mixed_stands_somewhere(stretches):
    text = "\n".join(line for stretch in stretches for line in stretch)
    found = [document.as_json() for document in recognise(text)]
    kept = set(words(" ".join(words_of_all(found))))
    lost = {word for word in words_lost(text, found) if word not in kept}
    assert not {word for word in lost if not word.isdigit()} - _OF_THE_FORM


def words_of_all(value):
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from words_of_all(inner)


_WORD = st.text(alphabet="abcdeghiklmnopqrstuvxyđăâêôơưàáảãạ", min_size=2, max_size=8)
_SENTENCE = st.lists(_WORD, min_size=2, max_size=12).map(lambda ws: " ".join(ws).capitalize() + ".")
_MARKED = st.tuples(
    st.sampled_from(["", "I. ", "1. ", "1.1. ", "a) ", "- ", "+ ", "Điều 2. ", "* "]), _SENTENCE
).map("".join)


@given(st.lists(_MARKED, min_size=1, max_size=15), st.sampled_from(["\n", "\n\n"]))
def test_every_word_of_the_text_is_in_some_clause(sentences, gap):
    text = gap.join(sentences)
    kept = [word for document in recognise(text) for word in words_of(document)]
    for sentence in sentences:
        for word in sentence.split():
            assert word in kept


@given(st.lists(_SENTENCE.map(lambda s: s * 4), min_size=1, max_size=6), st.integers(50, 90))
def test_joining_undoes_the_width_of_the_document(paragraphs, width):
    broken = "\n\n".join("\n".join(_wrapped(paragraph, width)) for paragraph in paragraphs)
    whole = recognise("\n\n".join(paragraphs))
    assert [_texts(p) for p in recognise(broken)] == [_texts(p) for p in whole]


def _texts(document):
    return [piece.get("text") for piece in pieces(document.body)]


def _wrapped(paragraph, width):
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def processor_seconds(text):
    before = time.process_time()
    reckon(written(text), [document.as_json() for document in recognise(text)])
    return time.process_time() - before


@pytest.fixture(scope="module")
def ordinary():
    """What a letter of ordinary documents costs on this machine."""
    text = "\n".join(_LINES) * 3
    return processor_seconds(text) / len(text)


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000 + "x",
        "<table>" * 20_000,
        "(" * 50_000,
        "**a** " * 20_000,
        "\t" * 100_000,
        "ab      Cd" * 40_000,
        "Ab      Cd      1\n" * 10_000,
        "đồng chí " * 40_000,
        "Nơi nhận:\n- a\n" + "bcd\n" * 20_000,
        "Kính gửi: a\n" + "b c\n" * 20_000,
        "QUYẾT ĐỊNH\n" + "về a\n" * 20_000,
        "a b c b a c " * 20_000,
    ],
    ids=[
        "blanks",
        "open tables",
        "brackets",
        "bold",
        "tabs",
        "gaps",
        "aligned rows",
        "one line",
        "endless recipient",
        "endless addressee",
        "endless title",
        "the same words in turn",
    ],
)
def test_a_hostile_text_holds_the_processor_no_longer_than_ten_of_its_length(text, ordinary):
    assert processor_seconds(text) <= 10 * ordinary * len(text)
