"""Where the signer keeps its keys and what it must never forget."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lienthong.records.signing import pki, trust
from lienthong.records.signing.signer.disk import write_whole

KEY_FILE: Final = "signer.keys"
STATE_FILE: Final = "signer.state"
TOKEN_FILE: Final = "enrolment.token"  # noqa: S105 - a file name
TRUST_FOLDER: Final = "trust"
SEALED_FOLDER: Final = "sealed"


class Vault:
    """One key file and one state file; every change is on disk before it is answered for."""

    def __init__(self, place: Path, passphrase: str = "") -> None:
        self.place = place
        self._passphrase = passphrase
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        (place / SEALED_FOLDER).mkdir(exist_ok=True, mode=0o700)
        self.secrets = self._opened() if (place / KEY_FILE).exists() else self._founded()
        state = place / STATE_FILE
        self.state: dict[str, Any] = (
            json.loads(state.read_text("utf-8")) if state.exists() else {"keys": {}, "tickets": {}}
        )
        self.publish_trust()
        if not (place / TOKEN_FILE).exists():
            write_whole(place / TOKEN_FILE, base64.urlsafe_b64encode(os.urandom(32)))

    @property
    def root(self) -> x509.Certificate:
        return _certificate(self.secrets["root"]["certificate"])

    @property
    def intermediate(self) -> pki.Issuer:
        kept = self.secrets["intermediate"]
        return pki.Issuer(_certificate(kept["certificate"]), pki.load_key(kept["key"]))

    @property
    def ticket_key(self) -> bytes:
        return base64.b64decode(self.secrets["ticket_key"])

    @property
    def enrolment_token(self) -> str:
        return (self.place / TOKEN_FILE).read_text("ascii").strip()

    def chain_of(self, key_id: str) -> list[x509.Certificate]:
        return [
            _certificate(self.secrets["keys"][key_id]["certificate"]),
            self.intermediate.certificate,
        ]

    def trusted(self) -> trust.Trust:
        return trust.Trust((self.root,), self._withdrawn())

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

    def keep_sealed(self, ticket_id: str, pdf: bytes) -> None:
        write_whole(self.place / SEALED_FOLDER / f"{ticket_id}.pdf", pdf)

    def sealed(self, ticket_id: str) -> bytes | None:
        kept = self.place / SEALED_FOLDER / f"{ticket_id}.pdf"
        return kept.read_bytes() if kept.exists() else None

    def forget_sealed(self, ticket_id: str) -> None:
        (self.place / SEALED_FOLDER / f"{ticket_id}.pdf").unlink(missing_ok=True)

    def publish_trust(self) -> None:
        """What every verifier may have: the root, the intermediate and the withdrawn certificates."""
        folder = self.place / TRUST_FOLDER
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        issuer = self.intermediate
        withdrawn = pki.revocation_list(issuer, self._withdrawn(), datetime.now(UTC))
        write_whole(
            folder / trust.ROOTS_FILE, pki.certificate_pem(self.root).encode("ascii"), 0o644
        )
        write_whole(
            folder / trust.INTERMEDIATES_FILE,
            pki.certificate_pem(issuer.certificate).encode("ascii"),
            0o644,
        )
        write_whole(folder / trust.WITHDRAWN_FILE, withdrawn, 0o644)

    def _withdrawn(self) -> dict[int, datetime]:
        return {
            # Lists count in seconds; the signer judges by what everybody reads there.
            self.chain_of(key_id)[0].serial_number: datetime.fromisoformat(
                kept["revoked_at"]
            ).replace(microsecond=0)
            for key_id, kept in self.state["keys"].items()
            if kept.get("revoked_at") and self.secrets["keys"][key_id]["certificate"]
        }

    def _founded(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        root = pki.found_root(now)
        intermediate = pki.found_intermediate(root, now)
        self.secrets = {
            "root": {
                "certificate": pki.certificate_pem(root.certificate),
                "key": pki.key_pem(root.key),
            },
            "intermediate": {
                "certificate": pki.certificate_pem(intermediate.certificate),
                "key": pki.key_pem(intermediate.key),
            },
            "ticket_key": base64.b64encode(os.urandom(32)).decode("ascii"),
            "keys": {},
        }
        self.keep_secrets()
        return self.secrets

    def _opened(self) -> dict[str, Any]:
        kept = json.loads((self.place / KEY_FILE).read_bytes())
        if "locked" not in kept:
            return dict(kept)
        if not self._passphrase:
            raise SystemExit(
                "The key file is locked with a passphrase; give it to start the signer."
            )
        fernet = Fernet(_derived(self._passphrase, base64.b64decode(kept["salt"])))
        return dict(json.loads(fernet.decrypt(kept["locked"].encode("ascii"))))


def _derived(passphrase: str, salt: bytes) -> bytes:
    stretched = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode("utf-8"))
    return base64.urlsafe_b64encode(stretched)


def _certificate(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode("ascii"))
