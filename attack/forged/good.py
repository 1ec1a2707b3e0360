"""Files as they should be, however they were made and whichever way they came: each is valid."""

import base64
import email
import email.policy
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage

from attack.forged.workshop import Steps, Workshop
from lienthong.records.signing.form import printed_date
from lienthong.records.signing.tests.factories import (
    DAY,
    MOMENT,
    SENTENCE,
    a_document,
    a_letter,
    clause,
)
from lienthong.records.texts.typesetting import OfficialDocument, SignerBeside

NAMES = ("van-ban.pdf", "Nghị quyết số 05 (bản cuối) .PDF", "05-NQ_TU", "tệp.không.đuôi")
NUMBERS = ("01", "09", "10", "99", "264", "12345")


def good_files(shop: Workshop) -> Iterator[tuple[str, bytes]]:
    """What is particular about a file, and the file."""
    for name, document in _documents().items():
        number = f"05-{document.symbol}"
        yield name, shop.make(Steps(document=document, number=number))
    for number in NUMBERS:
        yield f"number {number}", shop.make(Steps(number=f"{number}-NQ/TU"))
    for name, moment in _moments().items():
        yield name, shop.on(moment.date(), moment)
    for name, way in _ways().items():
        yield name, way(shop.good)
    for name, steps in _other_issuers(shop).items():
        yield name, shop.make(steps)
    yield (
        "sealed a day after the leader signed",
        shop.make(
            Steps(seal_at=MOMENT + timedelta(days=1), day=printed_date(DAY + timedelta(days=1)))
        ),
    )


def _documents() -> dict[str, OfficialDocument]:
    rows = [["STT", "Nội dung"], *([str(at), SENTENCE] for at in range(1, 12))]
    table = {
        "kind": "table",
        "marker": "",
        "heading": "",
        "text": "",
        "children": [],
        "columns": rows[0],
        "rows": rows[1:],
    }
    appendix = {
        **clause("Phụ lục", "DANH SÁCH", "", clause("1.", "", SENTENCE)),
        "kind": "appendix",
    }
    symbols = ("NQ/TU", "KH/TU", "QĐ/TU", "KL/BTVTU", "CTr/VPTU", "QC/TỈNHỦY")
    return {
        **{f"a resolution {symbol}": a_document(symbol=symbol) for symbol in symbols},
        **{
            f"a letter {symbol}": a_letter(symbol=symbol)
            for symbol in ("CV/ĐU", "TB/VPĐU", "BC/UBKTĐU")
        },
        "a letter to many": a_letter(addressees=[f"Chi bộ thôn {at}" for at in range(1, 16)]),
        "of many pages": a_document(body=[clause(f"{at}.", "", SENTENCE) for at in range(1, 90)]),
        "with a table": a_document(body=[clause("1.", "", SENTENCE), table]),
        "with an appendix": a_document(body=[clause("1.", "", SENTENCE), appendix]),
        "with a code to scan": a_document(check_address="https://lt.example.invalid/verify/abc/"),
        "urgent": a_document(urgency="Hỏa tốc"),
        "with odd letters": a_document(abstract='về (a) \\ "b" <c> & %d — “Đ” …'),
        "without a body": a_document(body=[]),
        "of one line": a_document(body=[clause("", "", "Đồng ý.")]),
        "with clauses within clauses": a_document(
            body=[clause("I-", "A", "", clause("1.", "B", "", clause("a)", "", SENTENCE)))]
        ),
    }


def _other_issuers(shop: Workshop) -> dict[str, Steps]:
    """Heads and signatures that print a name in another way than the certificate has it."""
    body, long = "Ban Tổ chức Tỉnh ủy", "Đảng ủy các cơ quan Đảng và đoàn thể tỉnh Đồng Xuân"
    named = "Cầm Thị Trần Nguyễn Ngọc Phương Anh Hoàng Minh Châu"
    beside = [SignerBeside("T/M Ban Kiểm phiếu", "Trưởng ban", "Lò Văn Ọi")] * 2
    return {
        "of a body beneath the name of its committee": Steps(
            document=a_document(
                issuer="Ban Tổ chức",
                superior="Tỉnh ủy Đồng Xuân",
                authority="K/T Trưởng ban",
                signer_title="Phó Trưởng ban",
            ),
            leader_by=shop.office.certify(
                "Nguyễn Văn Mẫu", "person", organisation=body, title="Phó Trưởng ban"
            ),
            seal_by=shop.office.certify(body, "seal", organisation=body),
        ),
        "with names of two lines": Steps(
            document=a_document(issuer=long, superior="Tỉnh ủy Đồng Xuân", signer_name=named),
            leader_by=shop.office.certify(named, "person", organisation=long),
            seal_by=shop.office.certify(long, "seal", organisation=long),
        ),
        "signed beside others": Steps(
            document=a_document(authority="T/M Ban Chấp hành Đảng bộ tỉnh", beside=beside)
        ),
    }


def _moments() -> dict[str, datetime]:
    return {
        "issued a second before midnight": MOMENT.replace(hour=23, minute=59, second=59),
        "issued at midnight": MOMENT.replace(hour=0, minute=0, second=0),
        "issued a second after midnight": MOMENT.replace(hour=0, minute=0, second=1),
        "issued where it is still the day before elsewhere": MOMENT.replace(hour=6, minute=59),
        "issued on the last day of a year": datetime(
            2026, 12, 31, 23, 59, 59, tzinfo=MOMENT.tzinfo
        ),
        "issued on the first day of a year": datetime(2027, 1, 1, 0, 0, 0, tzinfo=MOMENT.tzinfo),
        "issued on a leap day": datetime(2028, 2, 29, 12, 0, 0, tzinfo=MOMENT.tzinfo),
        "issued years later": datetime(2029, 3, 5, 8, 0, 0, tzinfo=MOMENT.tzinfo),
    }


def _ways() -> dict[str, Callable[[bytes], bytes]]:
    named: dict[str, Callable[[bytes], bytes]] = {
        f"renamed {name}": lambda data, name=name: _zipped(data, name) for name in NAMES
    }
    return {
        **named,
        "mailed": _mailed,
        "copied as text": lambda data: base64.b64decode(base64.encodebytes(data)),
        "compressed on the way": lambda data: gzip.decompress(gzip.compress(data)),
    }


def _zipped(data: bytes, name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    with zipfile.ZipFile(held) as archive:
        return archive.read(name)


def _mailed(data: bytes) -> bytes:
    letter = EmailMessage()
    letter.set_content("Kính gửi")
    letter.add_attachment(data, maintype="application", subtype="pdf", filename="văn bản.pdf")
    come = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    (attached,) = come.iter_attachments()
    return bytes(attached.get_content())
