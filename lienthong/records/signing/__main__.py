"""Verify a file where there is no register: `python -m lienthong.records.signing FILE`."""

import logging

from lienthong.records.signing.command import verify_command

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what libraries remark is nothing to whoever asks
    raise SystemExit(verify_command())
