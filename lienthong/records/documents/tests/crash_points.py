"""Where signing and issuing may die."""

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
