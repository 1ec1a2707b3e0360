"""The signature itself (CMS, PAdES baseline), made and checked in one exact form."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from asn1crypto import cms, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.records.signing.exact import lowered
from lienthong.records.signing.pki import PrivateKey


def sign_digest(digest: bytes, key: PrivateKey, chain: Sequence[x509.Certificate]) -> bytes:
    """Sign a document's SHA-256 digest; `chain` is the signer's certificate, then its issuers without the root."""
    own, *above = [as_asn1(certificate) for certificate in chain]
    store = SimpleCertificateStore()
    store.register_multiple(above)
    signer = SimpleSigner(
        signing_cert=own,
        signing_key=keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        cert_registry=store,
        embed_roots=False,
    )
    made = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True))
    only = made["content"]["signer_infos"][0]
    only["signature"] = lowered(only["signature"].native)
    return canonical(made)


def canonical(signature: cms.ContentInfo) -> bytes:
    """The only bytes our signatures have: every part is either signed itself or fixed here."""
    data = signature["content"]
    signer = data["signer_infos"][0]
    rebuilt_signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": signer["sid"],
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signer["signature"].native,
        }
    )
    return bytes(
        cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": cms.SignedData(
                    {
                        "version": "v1",
                        "digest_algorithms": [{"algorithm": "sha256"}],
                        "encap_content_info": {"content_type": "data"},
                        "certificates": [one.chosen for one in data["certificates"]],
                        "signer_infos": [rebuilt_signer],
                    }
                ),
            }
        ).dump()
    )


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
