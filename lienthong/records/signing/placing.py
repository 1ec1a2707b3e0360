"""Putting a signature into its place: prepare the bytes to be signed, then set the signature in."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.stamp import StaticStampStyle

from lienthong.records.signing.drawing import VIETNAM, Stamp, draw_stamp, shown_time
from lienthong.records.signing.form import LEADER, SEAL, QuietWriter

RESERVED: Final = 16_384
DIGEST: Final = "sha256"


@dataclass(frozen=True)
class PreparedSignature:
    """A document ready to be signed: its bytes with a gap, and the digest of everything but the gap."""

    pdf: bytes
    digest: bytes
    gap_start: int
    gap_end: int


def prepare_leader(
    form: bytes,
    *,
    name: str,
    organisation: str,
    when: datetime,
    trial: bool = True,
    fonts: Path | None = None,
) -> PreparedSignature:
    """Ready a form for the leader's signature, after which only its fields may be filled."""
    box = _box_of(form, LEADER)
    stamp = Stamp("leader", name, shown_time(when), *box, organisation=organisation, trial=trial)
    meta = signers.PdfSignatureMetadata(
        field_name=LEADER,
        md_algorithm=DIGEST,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=name,
        reason="Ký ban hành",
    )
    return _prepare(form, meta, stamp, when, fonts)


def prepare_seal(
    filled: bytes,
    *,
    organisation: str,
    when: datetime,
    witness: str = "",
    trial: bool = True,
    fonts: Path | None = None,
) -> PreparedSignature:
    """Ready a signed and filled document for the organisation's seal, which locks number and date.

    `witness` names a line of the signer's journal: whoever has the document can tell later whether that
    line is still what it was.
    """
    box = _box_of(filled, SEAL)
    stamp = Stamp("seal", organisation.upper(), shown_time(when), *box, trial=trial)
    meta = signers.PdfSignatureMetadata(
        field_name=SEAL,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=organisation,
        reason="; ".join(part for part in ("Phát hành", witness) if part),
    )
    return _prepare(filled, meta, stamp, when, fonts)


def place_signature(prepared: PreparedSignature, cms: bytes) -> bytes:
    """Set a signature into the gap left for it."""
    out = io.BytesIO(prepared.pdf)
    PreparedByteRangeDigest(
        document_digest=prepared.digest,
        reserved_region_start=prepared.gap_start,
        reserved_region_end=prepared.gap_end,
    ).fill_with_cms(out, cms)
    return out.getvalue()


def _prepare(
    pdf: bytes,
    meta: signers.PdfSignatureMetadata,
    stamp: Stamp,
    when: datetime,
    fonts: Path | None,
) -> PreparedSignature:
    # A stamp style belongs to one document; used again it leaves dangling references behind.
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
        drawn.write(draw_stamp(stamp, fonts))
        drawn.flush()
        signer = signers.PdfSigner(
            meta,
            signer=signers.ExternalSigner(
                signing_cert=None, cert_registry=None, signature_value=256
            ),
            stamp_style=StaticStampStyle.from_pdf_file(drawn.name, border_width=0),
        )
        session = signer.init_signing_session(
            QuietWriter(io.BytesIO(pdf)), existing_fields_only=True
        )
        session.system_time = when.astimezone(VIETNAM)
        to_be_signed = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
        out = io.BytesIO()
        prepared, _same = to_be_signed.digest_tbs_document(output=out)
    return PreparedSignature(
        pdf=out.getvalue(),
        digest=prepared.document_digest,
        gap_start=prepared.reserved_region_start,
        gap_end=prepared.reserved_region_end,
    )


def _box_of(pdf: bytes, name: str) -> tuple[float, float]:
    form = PdfFileReader(io.BytesIO(pdf)).root["/AcroForm"]
    for reference in form["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == name:
            left, bottom, right, top = (float(at) for at in field["/Rect"])
            return right - left, top - bottom
    raise ValueError(f"The form has no place for {name}.")


__all__ = ["PreparedSignature", "place_signature", "prepare_leader", "prepare_seal"]
