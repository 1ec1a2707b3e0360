"""The line to the signer, whose caller is the window's own user."""

from pathlib import Path

from django.conf import settings

from lienthong.records.signing.client import SignerClient


def the_signer() -> SignerClient:
    return SignerClient(Path(settings.SIGNER or settings.VAR))
