"""What would be read of a file: its documents as printed, what was set aside, what was refused."""

from __future__ import annotations

from typing import Any, Final

from lienthong.kernel.files.public import FileRefused, inspect_upload
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.commitments.paper import paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.importing.saying import form_said, place_said, reason_said
from lienthong.records.texts.importing.uploads import read_upload

PRINTED: Final = (
    "number", "type", "title", "place", "date", "superior", "issuer", "signing", "signings",
    "addressees", "addressed_as", "recipients", "file_copy", "dissemination_scope", "arrival", "secrecy",
    "urgency", "draft", "attached",
)  # fmt: skip
GROUNDS: Final = ("confidence", "origin", "reasons")


def reading_of(data: bytes, filename: str) -> dict[str, Any]:
    """The whole reading of a file, without keeping anything of it."""
    try:
        kind = inspect_upload(data, filename).kind
        read = read_upload(data, kind, filename)
    except FileRefused as refused:
        whole = {"text": filename, "reason": "file", "place": None, "said": str(refused)}
        return {"papers": [], "lines": 0, "set_aside": [], "refused": [whole]}
    account = read.account
    return {
        "papers": [
            printed_of(document)
            | {name: _known(document[name]) for name in GROUNDS}
            | {"form": [fault | {"said": form_said(fault)} for fault in document["form"]]}
            | {"commitments": [one.as_read() for one in commitments_of(paper_of(document))]}
            for document in read.documents
        ],
        "lines": account["lines"],
        "set_aside": [_said(aside) for aside in account["set_aside"]],
        "refused": [_said(refused) for refused in account["refused"]],
    }


def printed_of(document: dict[str, Any]) -> dict[str, Any]:
    """Everything printed in a document; null where the text says nothing."""
    return {name: document.get(name) for name in PRINTED} | {
        "noise": [aside["text"] for aside in document["set_aside"]],
        "signer": (document["signing"] or {}).get("name"),
        "clauses": number_eids(document["body"]) or document["body"],
    }


def in_plain_values(reading: dict[str, Any]) -> dict[str, Any]:
    """The same for other programs: the name of a column in one line, however many rows its head has."""
    plain = {name: _plain(one) for name, one in reading.items()}
    if "columns" in plain and "groups" in plain:
        plain["columns"] = [" ".join(name.split()) for name in plain["columns"]]
    return plain


def _plain(said: Any) -> Any:
    if isinstance(said, list):
        return [_plain(one) for one in said]
    return in_plain_values(said) if isinstance(said, dict) else said


def _known(grounds: dict[str, str]) -> dict[str, str]:
    """What the fields rest on; the signer is part of the signing."""
    return grounds | ({"signer": grounds["signing"]} if "signing" in grounds else {})


def _said(aside: dict[str, Any]) -> dict[str, Any]:
    where = place_said(aside.get("place"))
    said = reason_said(aside["reason"])
    return aside | {"said": f"{said} ({where})" if where else said}
