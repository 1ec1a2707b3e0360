"""The door of the room."""

from .actions import (
    SIGNING_ROLES,
    NewCertificate,
    certify_post,
    certify_seal,
    list_withdrawn,
    register_passkey,
    withdraw_certificate,
    withdraw_of_post,
)
from .client import PasskeyAnswer, PinAndCode, Proof, passkey_registration
from .documents import (
    Issue,
    SignerDown,
    SigningRefused,
    authorise_issue,
    challenge_to_sign,
    prepare_form,
    prepare_signing,
    seal,
    sign,
)
from .form import printed_date
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
from .permissions import CERTIFY
from .placing import PreparedSignature
from .queries import (
    certificate_of_post,
    certificates_seen_by,
    seal_of,
    the_signer,
    trust_as_texts,
    verify,
)
from .sentences import Sentence
from .verdict import SignatureFound, Verdict

__all__ = [
    "CERTIFY",
    "SIGNING_ROLES",
    "Certificate",
    "Issue",
    "NewCertificate",
    "Passkey",
    "PasskeyAnswer",
    "PinAndCode",
    "PreparedSignature",
    "Proof",
    "Sentence",
    "SignatureFound",
    "SignerDown",
    "SigningRefused",
    "Site",
    "Verdict",
    "ask_for_new_passkey",
    "ask_for_signature",
    "authorise_issue",
    "certificate_of_post",
    "certificates_seen_by",
    "certify_post",
    "certify_seal",
    "challenge_to_sign",
    "list_withdrawn",
    "new_passkey",
    "passkey_answer",
    "passkey_registration",
    "passkeys_for",
    "passkeys_of_post",
    "prepare_form",
    "prepare_signing",
    "printed_date",
    "register_passkey",
    "seal",
    "seal_of",
    "sign",
    "the_signer",
    "verify",
    "withdraw_certificate",
    "withdraw_of_post",
    "trust_as_texts",
]
