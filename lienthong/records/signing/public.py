"""The door of the room."""

from .actions import (
    certify_post,
    register_passkey,
    withdraw_certificate,
)
from .client import PasskeyAnswer, PinAndCode, Proof
from .command import verify_command
from .documents import (
    NumberRefused,
    SignerDown,
    SigningRefused,
    ToSeal,
    ToSign,
    agree_to_seal,
    challenge_to_sign,
    lay_to_seal,
    lay_to_sign,
    prepare_form,
    release_number,
    sealed,
    sign,
)
from .models import Certificate, Passkey
from .passkeys import (
    Site,
    ask_for_new_passkey,
    ask_for_signature,
    new_passkey,
    passkey_answer,
    passkeys_for,
    passkeys_of_post,
)
from .permissions import CERTIFY, HOLD, SIGNING_ROLES
from .powers import KEY_KINDS, key_proposed, seal_proposed
from .queries import (
    certificate_of_post,
    certificates_seen_by,
    handed_to_verifiers,
    may_make_key,
    seal_of,
    the_signer,
    trust_folder,
    verify,
)

__all__ = [
    "key_proposed",
    "may_make_key",
    "seal_proposed",
    "CERTIFY",
    "HOLD",
    "KEY_KINDS",
    "SIGNING_ROLES",
    "Certificate",
    "Passkey",
    "PasskeyAnswer",
    "PinAndCode",
    "Proof",
    "NumberRefused",
    "SignerDown",
    "SigningRefused",
    "ToSeal",
    "ToSign",
    "agree_to_seal",
    "lay_to_seal",
    "lay_to_sign",
    "release_number",
    "sealed",
    "Site",
    "ask_for_new_passkey",
    "ask_for_signature",
    "certificate_of_post",
    "certificates_seen_by",
    "certify_post",
    "challenge_to_sign",
    "handed_to_verifiers",
    "new_passkey",
    "passkey_answer",
    "passkeys_for",
    "passkeys_of_post",
    "prepare_form",
    "register_passkey",
    "seal_of",
    "sign",
    "the_signer",
    "trust_folder",
    "verify",
    "verify_command",
    "withdraw_certificate",
]
