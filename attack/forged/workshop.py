"""Making a document step by step, with something planted in any of its steps."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from unittest import mock

from asn1crypto import cms as asn1_cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.records.signing import form
from lienthong.records.signing.form import printed_date
from lienthong.records.signing.tests.factories import (
    DAY,
    FONTS,
    MOMENT,
    Office,
    Signatory,
    a_typeset,
)
from lienthong.records.signing.tests.forgeries import Change, gaps
from lienthong.records.texts.typesetting import OfficialDocument, Typeset

Recoding = Callable[[bytes], bytes]


@dataclass
class Steps:
    """One way in which a document is made; what is left out is made as it should be."""

    document: OfficialDocument | None = None
    typeset: Callable[[bytes], bytes] | None = None
    form: Change | None = None
    leader: Change | None = None
    filling: Change | None = None
    seal: Change | None = None
    between: Change | None = None
    after: Change | None = None
    number: str = "05-NQ/TU"
    day: str = printed_date(DAY)
    leader_by: Signatory | None = None
    seal_by: Signatory | None = None
    leader_at: datetime = MOMENT
    seal_at: datetime = MOMENT
    leader_recoded: Recoding | None = None
    seal_recoded: Recoding | None = None


@dataclass
class Workshop:
    """An office with a true authority, and a stranger with one of the same names."""

    office: Office = field(default_factory=Office)
    stranger: Office = field(default_factory=Office)

    @cached_property
    def set_once(self) -> Typeset:
        return a_typeset()

    @cached_property
    def good(self) -> bytes:
        return self.make(Steps())

    def make(self, steps: Steps) -> bytes:
        typeset = a_typeset(steps.document) if steps.document else self.set_once
        if steps.typeset:
            typeset = replace(typeset, pdf=steps.typeset(typeset.pdf))
        with planting(steps.form):
            pdf = form.prepare_form(typeset, fonts=FONTS)
        with planting(steps.leader):
            pdf = self.office.signed(pdf, steps.leader_by, steps.leader_at)
        pdf = recoded(pdf, 0, steps.leader_recoded)
        with planting(steps.filling):
            pdf = form.fill(pdf, steps.number, steps.day)
        pdf = updated(pdf, steps.between)
        with planting(steps.seal):
            pdf = self.office.sealed(pdf, steps.seal_by, steps.seal_at)
        return updated(recoded(pdf, 1, steps.seal_recoded), steps.after)

    def on(self, day: date, moment: datetime) -> bytes:
        return self.make(Steps(day=form.printed_date(day), leader_at=moment, seal_at=moment))


@contextmanager
def planting(change: Change | None) -> Iterator[None]:
    """Make one more change in the revision that is written within."""
    waiting = [change] if change else []

    def before_writing(writer: IncrementalPdfFileWriter) -> None:
        while waiting:
            waiting.pop()(writer)

    with mock.patch.object(form.QuietWriter, "_update_meta", before_writing):
        yield


def updated(pdf: bytes, change: Change | None) -> bytes:
    """The file with a revision more, that only makes a change."""
    if change is None:
        return pdf
    writer, out = form.QuietWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def recoded(pdf: bytes, signature: int, recoding: Recoding | None) -> bytes:
    """The file with one signature written in another way."""
    if recoding is None:
        return pdf
    start, end = gaps(pdf)[signature]
    gap = recoding(pdf[start:end])
    assert len(gap) == end - start
    return pdf[:start] + gap + pdf[end:]


def in_der(change: Callable[[bytes], bytes]) -> Recoding:
    """A change of the signature's own bytes, set into its gap again."""

    def recoding(gap: bytes) -> bytes:
        held = bytes.fromhex(gap[1:-1].decode("ascii"))
        made = asn1_cms.ContentInfo.load(held).dump()
        return b"<" + change(made).hex().upper().encode().ljust(len(gap) - 2, b"0") + b">"

    return recoding


def in_cms(change: Callable[[Any], None]) -> Recoding:
    """A change of a part of the signature."""

    def changed(made: bytes) -> bytes:
        content = asn1_cms.ContentInfo.load(made)
        change(content["content"])
        return bytes(content.dump(force=True))

    return in_der(changed)


def value(plain: Any) -> Any:
    """Plain data as PDF objects: `/Name`, text, numbers, lists, dictionaries."""
    if isinstance(plain, Mapping):
        return generic.DictionaryObject({pdf_name(key): value(one) for key, one in plain.items()})
    if isinstance(plain, list):
        return generic.ArrayObject([value(one) for one in plain])
    if isinstance(plain, bool):
        return generic.BooleanObject(plain)
    if isinstance(plain, int):
        return generic.NumberObject(plain)
    if isinstance(plain, float):
        return generic.FloatObject(str(plain))
    if isinstance(plain, str):
        return pdf_name(plain) if plain.startswith("/") else generic.pdf_string(plain)
    return plain


def stream(data: bytes, **keys: Any) -> Callable[[IncrementalPdfFileWriter], Any]:
    """A stream of its own, to be put somewhere."""

    def made(writer: IncrementalPdfFileWriter) -> Any:
        kept = {pdf_name(f"/{key}"): value(one) for key, one in keys.items()}
        return writer.add_object(generic.StreamObject(kept, stream_data=data))

    return made


Finding = Callable[[IncrementalPdfFileWriter], Any]


def put(find: Finding, key: str, what: Any) -> Change:
    """Set a key of something found in the file."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        found = find(writer)
        made = what(writer) if callable(what) else what
        found[pdf_name(key)] = made if isinstance(made, generic.PdfObject) else value(made)
        writer.update_container(found)

    return change


def remove(find: Finding, key: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        found = find(writer)
        del found[pdf_name(key)]
        writer.update_container(found)

    return change


def catalog(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root


def acro_form(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/AcroForm"]


def info(writer: IncrementalPdfFileWriter) -> Any:
    return writer.trailer_view["/Info"]


def first_page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def last_page(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/Pages"]["/Kids"][len(writer.root["/Pages"]["/Kids"]) - 1]


def a_field(name: str) -> Finding:
    def found(writer: IncrementalPdfFileWriter) -> Any:
        for reference in writer.root["/AcroForm"]["/Fields"]:
            if reference.get_object()["/T"] == name:
                return reference.get_object()
        raise LookupError(name)

    return found


def look_of(name: str) -> Finding:
    return lambda writer: a_field(name)(writer)["/AP"]["/N"]


def signature_of(name: str) -> Finding:
    return lambda writer: a_field(name)(writer)["/V"]


def face_of(name: str) -> Finding:
    return lambda writer: writer.root["/AcroForm"]["/DR"]["/Font"][name]


def retyped(pattern: bytes, change: Callable[[re.Match[bytes]], bytes]) -> Callable[[bytes], bytes]:
    """The first revision with one object rewritten, its table of places made anew."""

    def made(pdf: bytes) -> bytes:
        table = pdf.rindex(b"\nxref\n") + 1
        body, found = re.subn(pattern, change, pdf[:table], count=1, flags=re.DOTALL)
        assert found, pattern
        places = {int(one[1]): one.start() + 1 for one in re.finditer(rb"\n(\d+) 0 obj\b", body)}
        rows = [b"0000000000 65535 f\r\n"]
        rows += [b"%010d 00000 n\r\n" % places[number] for number in sorted(places)]
        end = pdf[table:]
        trailer = end[end.index(b"trailer") : end.index(b"startxref")]
        trailer = re.sub(rb"/Size \d+", b"/Size %d" % len(rows), trailer)
        return (
            body
            + b"xref\n0 %d\n" % len(rows)
            + b"".join(rows)
            + trailer
            + b"startxref\n%d\n%%%%EOF" % len(body)
        )

    return made
