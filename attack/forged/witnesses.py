"""What two programs of others say of the signatures in a file, as far as they can see."""

import io
import subprocess
import tempfile
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.records.signing.pki import certificate_pem
from lienthong.records.signing.trust import Trust


def pdfsig_says(pdf: bytes) -> list[bool]:
    """Whether each signature matches what it covers; trust and later changes it does not see."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(pdf)
        done = subprocess.run(
            ["pdfsig", "-nocert", str(file)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
    lines = done.stdout.splitlines()
    found = [line for line in lines if "Signature Validation" in line]
    return ["Signature is Valid" in line for line in found]


def openssl_says(pdf: bytes, trust: Trust) -> list[bool]:
    """Whether each signature matches what it covers and leads to a trusted root."""
    reader = PdfFileReader(io.BytesIO(pdf))
    said = []
    for signature in reader.embedded_signatures:
        first, length, after, rest = (int(at) for at in signature.byte_range)
        covered = pdf[first : first + length] + pdf[after : after + rest]
        made = signature.sig_object["/Contents"]
        at = signature.self_reported_timestamp
        assert at is not None
        said.append(_verified(covered, bytes(made), trust, int(at.timestamp())))
    return said


def _verified(covered: bytes, made: bytes, trust: Trust, at: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "covered").write_bytes(covered)
        (place / "made.der").write_bytes(made)
        (place / "roots.pem").write_text("".join(map(certificate_pem, trust.roots)))
        command = "openssl cms -verify -binary -inform DER -purpose any -out out -in made.der"
        done = subprocess.run(
            [*command.split(), "-content", "covered", "-CAfile", "roots.pem", "-attime", str(at)],
            cwd=place,
            capture_output=True,
            check=False,
        )
    return done.returncode == 0
