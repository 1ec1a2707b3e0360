"""The trial certification authority: root, intermediate, persons' and organisations' certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from lienthong.records.signing.exact import is_lowered

TRIAL_MARK: Final = "CHỮ KÝ THỬ NGHIỆM"
# Policies of our own (UUID arc 2.25): what a certificate may be used for.
PERSON_POLICY: Final = x509.ObjectIdentifier("2.25.318604925177428365.1")
SEAL_POLICY: Final = x509.ObjectIdentifier("2.25.318604925177428365.2")
RECORD_POLICY: Final = x509.ObjectIdentifier("2.25.318604925177428365.3")
ORGANISATION_IDENTIFIER: Final = x509.ObjectIdentifier("2.5.4.97")
POLICIES: Final = {"person": PERSON_POLICY, "seal": SEAL_POLICY}

_ROOM_FOR_A_NAME: Final = 64
_SIGN_ONLY: Final = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
_CERTIFY_ONLY: Final = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey
RecordKey: TypeAlias = ed25519.Ed25519PrivateKey
PublicKey: TypeAlias = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True)
class Issuer:
    """A certification authority that can issue: its certificate and its key."""

    certificate: x509.Certificate
    key: PrivateKey


@dataclass(frozen=True)
class Subject:
    """To whom a certificate is given, and for what."""

    name: str
    organisation: str
    organisation_id: str
    purpose: str
    title: str = ""


def fitted(text: str) -> str:
    """A name as far as a certificate has room for it: 64 bytes, of which most Vietnamese vowels take three."""
    return text.encode("utf-8")[:_ROOM_FOR_A_NAME].decode("utf-8", errors="ignore").rstrip()


def new_key() -> PrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def found_root(now: datetime) -> Issuer:
    key = new_key()
    name = _name("Liên Thông - Gốc thử nghiệm")
    builder = _builder(name, name, key.public_key(), now, years=20)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
    return Issuer(_certified(builder.add_extension(_CERTIFY_ONLY, critical=True), key, key), key)


def found_intermediate(root: Issuer, now: datetime) -> Issuer:
    key = new_key()
    name = _name("Liên Thông - Cấp chứng thư thử nghiệm")
    builder = _builder(name, root.certificate.subject, key.public_key(), now, years=10)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Issuer(
        _certified(builder.add_extension(_CERTIFY_ONLY, critical=True), key, root.key), key
    )


def found_record(root: Issuer, now: datetime) -> tuple[x509.Certificate, RecordKey]:
    """The key that signs heads, receipts and attested hashes; certified for that and nothing else."""
    key = ed25519.Ed25519PrivateKey.generate()
    name = _name("Liên Thông - Nhật ký thử nghiệm")
    policy = x509.CertificatePolicies([x509.PolicyInformation(RECORD_POLICY, None)])
    builder = _builder(name, root.certificate.subject, key.public_key(), now, years=20)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_SIGN_ONLY, critical=True).add_extension(policy, critical=False)
    return _certified(builder, key.public_key(), root.key), key


def has_policy(certificate: x509.Certificate, policy: x509.ObjectIdentifier) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.CertificatePolicies)
    except x509.ExtensionNotFound:
        return False
    return policy in [one.policy_identifier for one in found.value]


def issue(
    subject: Subject, public_key: ec.EllipticCurvePublicKey, issuer: Issuer, now: datetime
) -> x509.Certificate:
    """Certify a person's or an organisation's key for three years, named as trial in its subject."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, fitted(subject.organisation)),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TRIAL_MARK),
            x509.NameAttribute(ORGANISATION_IDENTIFIER, subject.organisation_id),
            *([x509.NameAttribute(NameOID.TITLE, fitted(subject.title))] if subject.title else []),
            x509.NameAttribute(NameOID.COMMON_NAME, fitted(subject.name)),
        ]
    )
    policy = x509.CertificatePolicies([x509.PolicyInformation(POLICIES[subject.purpose], None)])
    builder = _builder(name, issuer.certificate.subject, public_key, now, years=3)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_SIGN_ONLY, critical=True).add_extension(policy, critical=False)
    return _certified(builder, public_key, issuer.key)


def revocation_list(issuer: Issuer, revoked: dict[int, datetime], now: datetime) -> bytes:
    """The issuer's signed list of withdrawn certificates, PEM."""
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=issuer.certificate.subject,
        last_update=now,
        next_update=now + timedelta(days=3650),
    )
    for serial, moment in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder(serial_number=serial, revocation_date=moment)
        builder = builder.add_revoked_certificate(entry.build())
    while not is_lowered((made := builder.sign(issuer.key, hashes.SHA256())).signature):
        pass
    return made.public_bytes(serialization.Encoding.PEM)


def certificate_pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_pem(key: PrivateKey | RecordKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def load_key(pem: str) -> PrivateKey:
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("Not a key of the trial authority.")
    return key


def load_record_key(pem: str) -> RecordKey:
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise TypeError("Not a record key.")
    return key


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TRIAL_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: PublicKey,
    now: datetime,
    *,
    years: int,
) -> x509.CertificateBuilder:
    start = now.astimezone(UTC) - timedelta(minutes=5)
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=public_key,
        serial_number=x509.random_serial_number(),
        not_valid_before=start,
        not_valid_after=start + timedelta(days=365 * years),
    )


def _certified(
    builder: x509.CertificateBuilder,
    public_key: PublicKey | PrivateKey,
    issuer_key: PrivateKey,
) -> x509.Certificate:
    own = (
        public_key.public_key()
        if isinstance(public_key, ec.EllipticCurvePrivateKey)
        else public_key
    )
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(own), critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = builder.add_extension(authority, critical=False)
    # Each signing draws anew; every second one comes out in the one form we use.
    while not is_lowered((made := builder.sign(issuer_key, hashes.SHA256())).signature):
        pass
    return made
