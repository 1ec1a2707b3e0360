"""Named points of signing and issuing at which a test may let the process die."""

import os

from django.conf import settings

CRASH_POINTS = (
    "submit.after_form_stored",
    "sign.before_signer",
    "sign.after_signer",
    "sign.after_file_stored",
    "sign.before_commit",
    "issue.before_number",
    "issue.after_number",
    "issue.after_ticket",
    "issue.before_commit",
    "seal.started",
    "seal.after_signer",
    "seal.after_file_stored",
    "seal.before_commit",
    "publish.started",
    "publish.after_audience",
    "publish.before_commit",
)


def crash_point(name: str) -> None:
    """Die here, without a word and without cleaning up, when the setting names this point."""
    if settings.CRASH_AT and name == settings.CRASH_AT:
        os._exit(137)
