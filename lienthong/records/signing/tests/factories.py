"""A trial office for tests: an authority, a leader, a seal, and documents they issue."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from lienthong.records.signing import form, pki, placing
from lienthong.records.signing.client import PasskeyAnswer
from lienthong.records.signing.cms import sign_digest
from lienthong.records.signing.drawing import DEFAULT_FONTS
from lienthong.records.signing.trust import Trust
from lienthong.records.texts.typesetting import OfficialDocument, Typeset, typeset

FONTS: Path = DEFAULT_FONTS
DAY = date(2026, 11, 22)
# When everything is signed and sealed; the authority was founded the day before.
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=placing.VIETNAM)
FOUNDED = MOMENT - timedelta(days=1)
SENTENCE = (
    "Các chi bộ thôn bàn kỹ việc trồng và chăm sóc rừng ngập mặn ven đầm, phân công đảng viên phụ trách "
    "từng đoạn bờ, ghi rõ vào nghị quyết hằng tháng và báo cáo kết quả với đảng ủy trước ngày 25."
)


def clause(
    marker: str = "", heading: str = "", text: str = "", *children: dict[str, object]
) -> dict[str, object]:
    return {
        "kind": "clause",
        "marker": marker,
        "heading": heading,
        "text": text,
        "children": list(children),
    }


def a_document(**changes: object) -> OfficialDocument:
    values: dict[str, object] = {
        "issuer": "Tỉnh ủy Đồng Xuân",
        "symbol": "NQ/TU",
        "place": "Đồng Xuân",
        "type_name": "Nghị quyết",
        "abstract": "về chăm sóc rừng ngập mặn ven đầm giai đoạn 2026 - 2030",
        "body": [
            clause("I-", "MỤC TIÊU", "", clause("1.", "", SENTENCE), clause("2.", "", SENTENCE)),
            clause("II-", "NHIỆM VỤ", "", *(clause(f"{n}.", "", SENTENCE) for n in range(1, 9))),
        ],
        "authority": "T/M Ban Chấp hành",
        "signer_title": "Bí thư",
        "signer_name": "Nguyễn Văn Mẫu",
        "recipients": ["Các đảng ủy trực thuộc (để thực hiện)", "Lưu Văn phòng Tỉnh ủy"],
    }
    return OfficialDocument(**{**values, **changes})  # type: ignore[arg-type]


def a_letter(**changes: object) -> OfficialDocument:
    values = {
        "superior": "Ban Chấp hành Trung ương",
        "symbol": "CV/ĐU",
        "place": "An Thành",
        "type_name": "",
        "abstract": "V/v triển khai chăm sóc rừng ngập mặn",
        "addressees": ["Chi bộ thôn Đông", "Chi bộ thôn Tây"],
        "body": [clause("", "", SENTENCE)],
        "authority": "T/M Ban Thường vụ",
    }
    return a_document(**{**values, **changes})


def a_typeset(document: OfficialDocument | None = None) -> Typeset:
    return typeset(document or a_document(), fonts=FONTS)


def a_form(document: OfficialDocument | None = None) -> bytes:
    return form.prepare_form(a_typeset(document), fonts=FONTS)


@dataclass
class Signatory:
    """A certificate with its key, and the way it signs."""

    chain: list[x509.Certificate]
    key: pki.PrivateKey

    def sign(self, prepared: placing.PreparedSignature) -> bytes:
        return placing.place_signature(prepared, sign_digest(prepared.digest, self.key, self.chain))


@dataclass
class Office:
    """One authority and what it has certified."""

    root: pki.Issuer = field(default_factory=lambda: pki.found_root(FOUNDED))
    organisation_id: str = "LT-1"

    def __post_init__(self) -> None:
        self.intermediate = pki.found_intermediate(self.root, FOUNDED)
        self.leader = self.certify("Nguyễn Văn Mẫu", "person", title="Bí thư")
        self.seal = self.certify("Tỉnh ủy Đồng Xuân", "seal")

    @property
    def trust(self) -> Trust:
        return Trust((self.root.certificate,), {})

    def certify(
        self,
        name: str,
        purpose: str,
        organisation_id: str = "",
        *,
        organisation: str = "Tỉnh ủy Đồng Xuân",
        title: str = "",
    ) -> Signatory:
        key = pki.new_key()
        subject = pki.Subject(
            name, organisation, organisation_id or self.organisation_id, purpose, title
        )
        certificate = pki.issue(subject, key.public_key(), self.intermediate, FOUNDED)
        return Signatory([certificate, self.intermediate.certificate], key)

    def signed(
        self, form_pdf: bytes, signatory: Signatory | None = None, when: datetime = MOMENT
    ) -> bytes:
        prepared = placing.prepare_leader(
            form_pdf,
            name="Nguyễn Văn Mẫu",
            organisation="Tỉnh ủy Đồng Xuân",
            when=when,
            fonts=FONTS,
        )
        return (signatory or self.leader).sign(prepared)

    def sealed(
        self, filled: bytes, signatory: Signatory | None = None, when: datetime = MOMENT
    ) -> bytes:
        prepared = placing.prepare_seal(
            filled, organisation="Tỉnh ủy Đồng Xuân", when=when, fonts=FONTS
        )
        return (signatory or self.seal).sign(prepared)

    def issued(self, document: OfficialDocument | None = None, number: int = 5) -> bytes:
        document = document or a_document()
        signed = self.signed(a_form(document))
        return self.sealed(
            form.fill(signed, f"{number:02d}-{document.symbol}", form.printed_date(DAY))
        )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Passkey:
    """What a browser and its authenticator do."""

    rp_id, origin = "localhost", "http://localhost:8000"

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.counter = 0
        self.id = b64(os.urandom(12))

    @property
    def registration(self) -> dict[str, Any]:
        point = self.key.public_key().public_numbers()
        cose = {
            "1": 2,
            "3": -7,
            "-1": 1,
            "-2": b64(point.x.to_bytes(32)),
            "-3": b64(point.y.to_bytes(32)),
        }
        return {
            "credential_id": self.id,
            "public_key": cose,
            "rp_id": self.rp_id,
            "origins": [self.origin],
        }

    def answer(self, challenge: bytes, *, origin: str = origin, flags: int = 0x05) -> PasskeyAnswer:
        self.counter += 1
        client = json.dumps(
            {"type": "webauthn.get", "challenge": b64(challenge), "origin": origin}
        ).encode()
        rp = hashlib.sha256(self.rp_id.encode()).digest()
        data = rp + bytes([flags]) + self.counter.to_bytes(4)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return PasskeyAnswer(self.id, b64(client), b64(data), b64(signature))


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
