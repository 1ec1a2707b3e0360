"""Recognition on one page: from a text to its documents, stage by stage, none of which looks back.

    lines       read_lines           printed lines in reading order; the rows of tables as cells
    furniture   without_furniture    stamps and lines of scanning programs set aside, notes kept for their clauses
    papers      split_documents      where one document ends and the next begins
                cover_of             a cover page, which the letterhead below it says again
    parts       find_zones, read_head, read_title, read_closing
                                     head, title, addressees, text, closing, appendices
    facts       settle               the fields, each with what it rests on
    paragraphs  read_blocks          wrapped lines joined; page numbers and running heads set aside
    tables      read_table           columns, groups and rows, inside the tree
    tree        grow                 clauses by the marks this text uses
    addresses   give_wids, number_eids
    form        faults_of            what the printed form has otherwise than the guidance of its day

Each stage is a function of what the one before it hands on; what it does not hand on it sets aside with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.identity import give_wids
from lienthong.records.texts.clauses.notes import called, hang_notes, without_calls
from lienthong.records.texts.recognition.closings import read_closing
from lienthong.records.texts.recognition.facts import Parts, settle
from lienthong.records.texts.recognition.furniture import Note, without_furniture
from lienthong.records.texts.recognition.heads import (
    Head,
    is_head_line,
    is_organisation_line,
    read_head,
)
from lienthong.records.texts.recognition.joining import read_blocks
from lienthong.records.texts.recognition.lines import Line, read_lines
from lienthong.records.texts.recognition.marks import is_stamp_line, names_stamp
from lienthong.records.texts.recognition.printed_form import faults_of
from lienthong.records.texts.recognition.recipients import address_word, read_addressees
from lienthong.records.texts.recognition.recognised import RecognisedDocument
from lienthong.records.texts.recognition.scopes import dissemination_scope
from lienthong.records.texts.recognition.source import Reason
from lienthong.records.texts.recognition.splitting import (
    Zones,
    cover_of,
    find_zones,
    split_documents,
)
from lienthong.records.texts.recognition.titles import Title, read_title
from lienthong.records.texts.recognition.trees import grow

_SCRAWL_LENGTH = 45


def recognise(text: str) -> list[RecognisedDocument]:
    """Every document a text holds: a letter followed by the resolution it sends on is two."""
    furniture = without_furniture(read_lines(text))
    found: list[RecognisedDocument] = []
    start = 0
    for lines in split_documents(furniture.kept):
        cover = cover_of(lines)
        document = _read_document(lines[cover:])
        document.leave((one.text for one in lines[:cover] if one.text != "*"), Reason.COVER)
        _hang(furniture.notes_between(start, start + len(lines)), document)
        document.set_aside += furniture.between(start, start + len(lines))
        found.append(document)
        start += len(lines)
    return found


def _hang(notes: Sequence[Note], document: RecognisedDocument) -> None:
    """Each note below the clause that calls it; one called in head, title or closing is set aside, and a
    title is read without the figure that calls it."""
    hung = hang_notes(document.body, {note.mark: note.words for note in notes})
    loose = [note.mark for note in notes if note.mark not in hung]
    title = document.title or ""
    document.title = without_calls(title, loose) or None
    document.set_aside += [note.as_aside() for note in notes if note.mark not in hung]
    document.recounted = [note.printed for note in notes if note.printed]
    document.recounted += [mark for mark in called([title]) if mark in loose]


def _read_document(lines: Sequence[Line]) -> RecognisedDocument:
    document = RecognisedDocument()
    zones = find_zones(lines)
    head, title, body_at = _read_opening(lines, zones, document)
    closing = read_closing(lines[zones.closing_at : zones.appendix_at])
    text = lines[body_at : zones.closing_at]
    if text and _follows_a_scrawl(lines, body_at, document):
        text = _without_note(text, document)
    parts = Parts(lines, zones, head, title, closing, body_at)
    settle(parts, document)
    _read_body(text, lines[zones.appendix_at :], document)
    document.form = [fault.as_json() for fault in faults_of(parts, document)]
    return document


def _follows_a_scrawl(lines: Sequence[Line], at: int, document: RecognisedDocument) -> bool:
    above = lines[at - 1].text if at else None
    return bool(document.set_aside) and above == document.set_aside[-1].text


def _read_opening(
    lines: Sequence[Line], zones: Zones, document: RecognisedDocument
) -> tuple[Head, Title, int]:
    """Head, title and addressees; where the text of the document begins."""
    title = Title(None)
    if zones.title_at is not None:
        title = read_title(lines[: zones.closing_at], zones.title_at)
        _skip_stamp(lines[: zones.closing_at], title)
        head = read_head([*lines[: zones.title_at], *title.skipped])
        body_at = title.end
    elif zones.addressed_at is not None:
        head, body_at = read_head(lines[: zones.addressed_at]), zones.addressed_at
    else:
        body_at = _end_of_bare_head(lines[: zones.closing_at])
        head = read_head(lines[:body_at])
    document.set_aside += head.set_aside
    body_at = _skip_addressees(lines, zones, body_at, document)
    return head, title, _skip_scrawl(lines[: zones.closing_at], body_at, document)


def _skip_stamp(lines: Sequence[Line], title: Title) -> None:
    """The stamp of arrival beside a title stands below it in reading order, with the office named above."""
    named = next((at for at in (title.end, title.end + 1) if _names_stamp(lines, at)), None)
    if named is None or (named > title.end and not is_organisation_line(lines[title.end])):
        return
    end = named + 1
    while end < len(lines) and is_stamp_line(lines[end]) and not lines[end].blank_before:
        end += 1
    title.skipped += lines[title.end : end]
    title.end = end


def _names_stamp(lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and names_stamp(lines[at])


def _end_of_bare_head(lines: Sequence[Line]) -> int:
    """Without title and addressees only lines that can stand nowhere else make the head."""
    last = max((i for i, line in enumerate(lines[:20]) if is_head_line(line)), default=-1)
    return last + 1


def _skip_addressees(
    lines: Sequence[Line], zones: Zones, body_at: int, document: RecognisedDocument
) -> int:
    at = zones.addressed_at
    if at is None or not body_at <= at <= body_at + 8 or at >= zones.closing_at:
        return body_at
    document.addressees, end = read_addressees(lines[: zones.closing_at], at)
    document.addressed_as = address_word(lines[at])
    document.leave((line.text for line in lines[body_at:at]), Reason.HANDWRITING)
    return end


def _skip_scrawl(lines: Sequence[Line], body_at: int, document: RecognisedDocument) -> int:
    """Handwriting between title and text: short lines in another hand, no sentence among them."""
    while body_at < len(lines) and _is_scrawl(lines, body_at):
        document.leave([lines[body_at].text], Reason.HANDWRITING)
        body_at += 1
    return body_at


def _without_note(lines: Sequence[Line], document: RecognisedDocument) -> list[Line]:
    """A note by hand the scan put before the first words of the text: "*Tham mưu* Thực hiện …"."""
    first, *rest = lines
    note, words = first.text[: first.lead], first.text[first.lead :].strip()
    if (
        not 0 < first.lead <= 20
        or not words[:1].isupper()
        or first.italic
        or not note[-1].isalpha()
    ):
        return list(lines)
    document.leave([note], Reason.HANDWRITING)
    return [replace(first, text=words, lead=0), *rest]


def _is_scrawl(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    is_short = len(line.text) <= _SCRAWL_LENGTH and not line.text.endswith((".", ";", ":", ","))
    return (
        at + 1 < len(lines)
        and line.italic
        and is_short
        and not line.text.startswith(("-", "+", "Căn cứ"))
    )


def _read_body(
    lines: Sequence[Line], appendices: Sequence[Line], document: RecognisedDocument
) -> None:
    blocks, noise = read_blocks(lines)
    more, more_noise = read_blocks(appendices, noise)
    body, again = grow(blocks)
    appended, more_again = grow(more)
    document.set_aside += [*noise, *more_noise, *again, *more_again]
    document.dissemination_scope = dissemination_scope([block.text for block in blocks])
    document.body = number_eids(give_wids([*body, *_roofed(appended)]))


def _roofed(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands after the signing without "PHỤ LỤC" printed above it is an appendix all the same."""
    loose = [node for node in nodes if node["kind"] != "appendix"]
    if not loose:
        return nodes
    roof = {"kind": "appendix", "marker": None, "heading": None, "text": "", "children": loose}
    return [roof, *(node for node in nodes if node["kind"] == "appendix")]
