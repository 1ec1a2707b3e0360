"""Where the signer keeps its secrets, and the little it must not forget between two answers."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lienthong.records.signing import pki, trust
from lienthong.records.signing.messages import record_bytes
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.disk import private_folder, write_whole

KEY_FILE: Final = "signer.keys"
STATE_FILE: Final = "signer.state"
TRUST_FOLDER: Final = "trust"
SHAPE: Final = 2


class Vault:
    """Private keys, PINs, seeds and numbers to be checked in `signer.keys`; tries and codes used in
    `signer.state`. Whose a key is and what it may do stands in the journal alone."""

    def __init__(self, place: Path, passphrase: str = "") -> None:
        self.place = place
        self._passphrase = passphrase
        # By the serial number; the roster fills it from the journal.
        self.withdrawn: dict[int, datetime] = {}
        private_folder(place)
        self.secrets = self._opened() if (place / KEY_FILE).exists() else self._founded()
        state = place / STATE_FILE
        self.state: dict[str, Any] = (
            json.loads(state.read_text("utf-8")) if state.exists() else {"keys": {}}
        )

    @property
    def installation(self) -> str:
        return str(self.secrets["installation"])

    @property
    def root(self) -> x509.Certificate:
        return _certificate(self.secrets["root"]["certificate"])

    @property
    def intermediate(self) -> pki.Issuer:
        kept = self.secrets["intermediate"]
        return pki.Issuer(_certificate(kept["certificate"]), pki.load_key(kept["key"]))

    @property
    def record(self) -> x509.Certificate:
        """Certifies the key that signs heads, receipts and attested hashes."""
        return _certificate(self.secrets["record"]["certificate"])

    def recorded(self, kind: str, said: Mapping[str, Any]) -> str:
        """The record key's signature, as `Trust.is_recorded` checks it."""
        key = pki.load_record_key(self.secrets["record"]["key"])
        return base64.b64encode(key.sign(record_bytes(kind, said))).decode("ascii")

    def signing_key(self, key_id: str) -> pki.PrivateKey:
        return pki.load_key(self.secrets["keys"][key_id]["key"])

    def chain_of(self, key_id: str) -> list[x509.Certificate]:
        return [
            _certificate(self.secrets["keys"][key_id]["certificate"]),
            self.intermediate.certificate,
        ]

    def trusted(self) -> trust.Trust:
        return trust.Trust((self.root,), dict(self.withdrawn), (self.record,))

    def keep_key(self, key_id: str, kept: dict[str, Any]) -> None:
        """A new key, on disk before the journal says that it is in force."""
        self.secrets["keys"][key_id] = kept
        self.state["keys"].setdefault(key_id, {})
        self.keep_secrets()
        self.keep_state()

    def keep_secrets(self) -> None:
        plain = json.dumps(self.secrets, ensure_ascii=False).encode("utf-8")
        if not self._passphrase:
            write_whole(self.place / KEY_FILE, plain)
            return
        salt = os.urandom(16)
        locked = Fernet(_derived(self._passphrase, salt)).encrypt(plain)
        sealed = {"salt": base64.b64encode(salt).decode("ascii"), "locked": locked.decode("ascii")}
        write_whole(self.place / KEY_FILE, json.dumps(sealed).encode("ascii"))

    def keep_state(self) -> None:
        write_whole(
            self.place / STATE_FILE, json.dumps(self.state, ensure_ascii=False).encode("utf-8")
        )

    def publish_trust(self) -> None:
        """What every verifier may have: root, intermediate, record key, and the withdrawn certificates."""
        folder = self.place / TRUST_FOLDER
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        issuer = self.intermediate
        certificates = {
            trust.ROOTS_FILE: self.root,
            trust.INTERMEDIATES_FILE: issuer.certificate,
            trust.RECORD_FILE: self.record,
        }
        for name, certificate in certificates.items():
            write_whole(folder / name, pki.certificate_pem(certificate).encode("ascii"), 0o644)
        withdrawn = pki.revocation_list(issuer, self.withdrawn, clock.now())
        write_whole(folder / trust.WITHDRAWN_FILE, withdrawn, 0o644)

    def _founded(self) -> dict[str, Any]:
        now = clock.now()
        root = pki.found_root(now)
        intermediate = pki.found_intermediate(root, now)
        record, record_key = pki.found_record(root, now)
        self.secrets = {
            "shape": SHAPE,
            "installation": os.urandom(16).hex(),
            "root": _kept(root.certificate, root.key),
            "intermediate": _kept(intermediate.certificate, intermediate.key),
            "record": _kept(record, record_key),
            "enrolments": {},
            "keys": {},
        }
        self.keep_secrets()
        return self.secrets

    def _opened(self) -> dict[str, Any]:
        kept = json.loads((self.place / KEY_FILE).read_bytes())
        if "locked" in kept:
            kept = self._unlocked(kept)
        if kept.get("shape") != SHAPE:
            raise SystemExit(
                f"{self.place / KEY_FILE} was written by an earlier release, whose keys are not taken"
                " over. Put the folder aside and found the signer anew."
            )
        return dict(kept)

    def _unlocked(self, kept: dict[str, str]) -> dict[str, Any]:
        if not self._passphrase:
            raise SystemExit(
                "The key file is locked with a passphrase; give it to start the signer."
            )
        fernet = Fernet(_derived(self._passphrase, base64.b64decode(kept["salt"])))
        try:
            return dict(json.loads(fernet.decrypt(kept["locked"].encode("ascii"))))
        except InvalidToken:
            raise SystemExit("This is not the passphrase of the key file.") from None


def _derived(passphrase: str, salt: bytes) -> bytes:
    stretched = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode("utf-8"))
    return base64.urlsafe_b64encode(stretched)


def _certificate(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode("ascii"))


def _kept(certificate: x509.Certificate, key: pki.PrivateKey | pki.RecordKey) -> dict[str, str]:
    return {"certificate": pki.certificate_pem(certificate), "key": pki.key_pem(key)}
