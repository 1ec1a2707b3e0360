"""The door of the room: reading documents into clauses, keeping and freezing texts, typesetting."""

from lienthong.records.texts.actions.clauses import (
    Change,
    NewClause,
    edit_clause,
    freeze,
    insert_clause,
    insert_clause_inside,
    mark_clause,
    move_clause_down,
    move_clause_up,
    new_text,
    remove_clause,
    replace_text,
)
from lienthong.records.texts.actions.rows import edit_table_row, insert_table_row, remove_table_row
from lienthong.records.texts.clauses.addresses import label, number_eids
from lienthong.records.texts.clauses.checking import check_body
from lienthong.records.texts.importing.uploads import ImportedText, MarkedSecret, read_upload
from lienthong.records.texts.models import Text, TextVersion
from lienthong.records.texts.queries import (
    clause_in,
    clauses_of,
    every_clause,
    labels_of,
    versions_of,
    wids_changed_between,
)
from lienthong.records.texts.recognition.documents import RecognisedDocument, recognise
from lienthong.records.texts.typesetting import (
    Box,
    FontsMissing,
    OfficialDocument,
    Typeset,
    number_tail,
    typeset,
)

__all__ = [
    "Box",
    "Change",
    "FontsMissing",
    "ImportedText",
    "MarkedSecret",
    "NewClause",
    "OfficialDocument",
    "RecognisedDocument",
    "Text",
    "TextVersion",
    "Typeset",
    "check_body",
    "clause_in",
    "clauses_of",
    "edit_clause",
    "edit_table_row",
    "every_clause",
    "freeze",
    "insert_clause",
    "insert_clause_inside",
    "insert_table_row",
    "label",
    "labels_of",
    "mark_clause",
    "move_clause_down",
    "move_clause_up",
    "new_text",
    "number_eids",
    "number_tail",
    "read_upload",
    "recognise",
    "remove_clause",
    "remove_table_row",
    "replace_text",
    "typeset",
    "versions_of",
    "wids_changed_between",
]
