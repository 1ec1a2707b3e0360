"""The door of the room."""

from .actions.comparing import compare_heads
from .actions.making import invite_to_make_key, make_key, take_up_keys
from .actions.withdrawing import withdraw_certificate
from .client import Hello, SealedNumber
from .command import verify_command
from .documents import (
    NumberRefused,
    SignerDown,
    SigningRefused,
    ToSeal,
    ToSign,
    file_sealed_as,
    has_agreed_to_seal,
    has_signed,
    lay_to_seal,
    lay_to_sign,
    organisation_id,
    prepare_form,
    release_number,
    sealed,
    sealed_numbers,
    signed,
)
from .events import KeyDisowned
from .models import Certificate, KeyRequest
from .permissions import CERTIFY, HOLD, KEY_ROLES
from .powers import KEY_KINDS, key_proposed, number_in, path_of, seal_proposed
from .queries import (
    certificate_of_post,
    certificates_seen_by,
    greeting,
    handed_to_verifiers,
    is_disowned,
    open_request,
    passkeys_of,
    posts_needing_key,
    posts_with_key,
    requests_open,
    seal_of,
    the_signer,
    trust_folder,
    verify,
)
from .restoring import Apart, go_on, how_they_stand, let_it_wait
from .window import key_at, passkey_at, seal_at, sign_at
from .witness import Signer

__all__ = [
    "Apart",
    "go_on",
    "how_they_stand",
    "let_it_wait",
    "SealedNumber",
    "Signer",
    "file_sealed_as",
    "number_in",
    "path_of",
    "sealed_numbers",
    "key_proposed",
    "seal_proposed",
    "CERTIFY",
    "HOLD",
    "Hello",
    "KEY_KINDS",
    "KEY_ROLES",
    "Certificate",
    "NumberRefused",
    "SignerDown",
    "SigningRefused",
    "KeyDisowned",
    "KeyRequest",
    "compare_heads",
    "is_disowned",
    "ToSeal",
    "ToSign",
    "has_agreed_to_seal",
    "has_signed",
    "lay_to_seal",
    "lay_to_sign",
    "passkey_at",
    "passkeys_of",
    "key_at",
    "take_up_keys",
    "release_number",
    "sealed",
    "certificate_of_post",
    "certificates_seen_by",
    "greeting",
    "invite_to_make_key",
    "make_key",
    "open_request",
    "organisation_id",
    "posts_needing_key",
    "posts_with_key",
    "requests_open",
    "handed_to_verifiers",
    "prepare_form",
    "seal_of",
    "sign_at",
    "seal_at",
    "signed",
    "the_signer",
    "trust_folder",
    "verify",
    "verify_command",
    "withdraw_certificate",
]
