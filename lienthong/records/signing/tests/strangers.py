"""Another office and its own program: signatures that no authority here knows."""

import io
from datetime import UTC, datetime, timedelta

import pypdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

WHO, WHERE = "Lò Văn Ngoài", "Huyện ủy Bên Cạnh"


def a_page() -> bytes:
    stream = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def locked(pdf: bytes) -> bytes:
    """With a password against changes only: it opens for everybody."""
    stream = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user_password="", owner_password="secret", algorithm="AES-256")
    writer.write(stream)
    return stream.getvalue()


def signed_elsewhere(pdf: bytes, field: str = "Signature1") -> bytes:
    """Signed by another office with its own program, on a certificate of its own making."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    place = fields.SigFieldSpec(field, on_page=0, box=(10, 10, 90, 40))
    made: io.BytesIO = sign_pdf(
        writer, PdfSignatureMetadata(field_name=field), _a_signer(), new_field_spec=place
    )
    return made.getvalue()


def _a_signer() -> SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, WHO),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, WHERE),
        ]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    private = key.private_bytes(der, pkcs8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
