"""The one form of a signature: strict DER and, of the two numbers an ECDSA signature may hold, the lower."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

# Everybody may turn (r, s) into (r, n - s), which is as good: without this a second file were "the" file.
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_DEEPEST: Final = 24
_CONSTRUCTED, _BOOLEAN, _INTEGER, _SET = 0x20, 0x01, 0x02, 0x31


def lowered(signature: bytes) -> bytes:
    """The same ECDSA signature in the form we use."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, ORDER - s))


def is_lowered(signature: bytes) -> bool:
    return lowered(signature) == signature


def is_strict_der(data: bytes) -> bool:
    """Whether the bytes are exactly one value, written in the only way DER allows."""
    try:
        return _end_of_value(data, 0, len(data), 0) == len(data)
    except (IndexError, ValueError):
        return False


def _end_of_value(data: bytes, at: int, end: int, depth: int) -> int:
    tag, start, stop = _header(data, at)
    if stop > end or depth > _DEEPEST:
        raise ValueError("longer than what holds it")
    if tag & _CONSTRUCTED:
        inner, values = start, []
        while inner < stop:
            before, inner = inner, _end_of_value(data, inner, stop, depth + 1)
            values.append(data[before:inner])
        if tag == _SET and values != sorted(values):
            raise ValueError("a set out of order")
    elif not _is_strict(tag, data[start:stop]):
        raise ValueError("a value in another form")
    return stop


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    tag, length, at = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F or length in (0x80, 0xFF):
        raise ValueError("a long tag or an open end")
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[at : at + size])
        if size != (length.bit_length() + 7) // 8 or length < 0x80:
            raise ValueError("a length longer than it need be")
        at += size
    return tag, at, at + length


def _is_strict(tag: int, value: bytes) -> bool:
    if tag == _BOOLEAN:
        return value in (b"\x00", b"\xff")
    if tag == _INTEGER and len(value) > 1:
        return not ((value[0] == 0 and value[1] < 0x80) or (value[0] == 0xFF and value[1] >= 0x80))
    return tag != _INTEGER or bool(value)
