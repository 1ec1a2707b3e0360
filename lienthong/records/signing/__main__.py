"""Verify a file where there is no register: `python -m lienthong.records.signing FILE`."""

from lienthong.records.signing.command import verify_command

if __name__ == "__main__":
    raise SystemExit(verify_command())
