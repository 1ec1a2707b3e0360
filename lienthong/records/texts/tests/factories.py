"""Documents and files for tests: fictional texts, and Word files made of their bare parts."""

from pathlib import Path, PurePath

from lienthong.kernel.files.tests.made import word
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.recognition.recognised import RecognisedDocument

PAPERS = Path(__file__).parent / "documents"
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(name: str) -> RecognisedDocument:
    """The one document of a fixture."""
    documents = recognise((PAPERS / f"{name}.txt").read_text())
    assert len(documents) == 1
    return documents[0]


def walk(nodes):
    for node in nodes:
        yield node
        yield from walk(node["children"])


def by_eid(nodes):
    return {node["eid"]: node for node in walk(nodes)}


def words_of(document: RecognisedDocument) -> list[str]:
    """Every word that stands somewhere in what was recognised."""
    return _words(document.as_json())


def _words(value) -> list[str]:
    if isinstance(value, str):
        return value.split()
    if isinstance(value, dict):
        skipped = {"wid", "eid", "label", "kind", "roles", "key", "reason"}
        return [
            word for key, inner in value.items() if key not in skipped for word in _words(inner)
        ]
    if isinstance(value, list | tuple):
        return [word for inner in value for word in _words(inner)]
    return []


def run(text: str, *, bold=False, italic=False, font: str = "") -> str:
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look += f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, numbered: tuple[int, int] | None = None, style: str = "") -> str:
    body = "".join(r if r.startswith("<") else run(r) for r in runs)
    listed = ""
    if numbered:
        listed = (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{body}</w:p>"


def table(*rows: list[str]) -> str:
    def cell(content: str) -> str:
        inner = content if content.startswith("<w:p") else paragraph(content)
        return f"<w:tc>{inner}</w:tc>"

    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"
    )


def docx(*blocks: str, **parts: str) -> bytes:
    """A Word file of the given paragraphs and tables; more parts by name, "/" written "__"."""
    made = word("".join(blocks))
    for name, content in parts.items():
        path = name.replace("__", "/").replace("_xml", ".xml")
        made.part(path, content, kind=PurePath(path).stem.rstrip("0123456789"))
    return made.data()


def xml(tag: str, content: str) -> str:
    return f"<w:{tag} {_W}>{content}</w:{tag}>"
