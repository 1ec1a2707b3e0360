"""The door of the room: reading documents into clauses, keeping and freezing texts, typesetting."""

from lienthong.kernel.text.public import is_secret_by_name
from lienthong.records.texts.actions.clauses import (
    NewClause,
    edit_clause,
    insert_clause,
    insert_clause_inside,
    mark_clause,
    move_clause_down,
    move_clause_up,
    new_text,
    remove_clause,
)
from lienthong.records.texts.actions.proposals import put_behind, put_wording, strike
from lienthong.records.texts.actions.rows import edit_table_row, insert_table_row, remove_table_row
from lienthong.records.texts.actions.versions import freeze, keep_version, send_out
from lienthong.records.texts.actions.writing import (
    Clash,
    HeldByOther,
    Written,
    held_by_other,
    last_writer,
    write,
)
from lienthong.records.texts.clauses.changes import Changes, Unreadable, read_changes
from lienthong.records.texts.clauses.gaps import Gap, gaps_in
from lienthong.records.texts.clauses.kinds import KINDS, kinds_as_data
from lienthong.records.texts.clauses.notes import last_words
from lienthong.records.texts.clauses.pieces import flat
from lienthong.records.texts.clauses.redline import Difference, Run, compared, redline
from lienthong.records.texts.clauses.three_wordings import merged_parts
from lienthong.records.texts.commitments.commitment import Commitment, Deadline
from lienthong.records.texts.commitments.dating import default_due
from lienthong.records.texts.commitments.deadlines import When, deadline_of_cell
from lienthong.records.texts.commitments.paper import Paper, paper_of
from lienthong.records.texts.commitments.reading import commitments_of
from lienthong.records.texts.commitments.saying import why_said
from lienthong.records.texts.importing.drafts import signers_beside
from lienthong.records.texts.importing.papers import GROUNDS, in_plain_values, reading_of
from lienthong.records.texts.importing.pasted import read_pasted
from lienthong.records.texts.importing.saying import ground_said, of_one
from lienthong.records.texts.importing.uploads import SECRET as MARKED_SECRET
from lienthong.records.texts.importing.uploads import ImportedText, MarkedSecret, read_upload
from lienthong.records.texts.layout import profile_on
from lienthong.records.texts.models import Text, TextVersion
from lienthong.records.texts.printing import letter_missing, printed_otherwise, refuse_unprintable
from lienthong.records.texts.queries import (
    clause_in,
    clauses_of,
    date_rules_on,
    every_clause,
    labels_of,
)
from lienthong.records.texts.set_pieces import column_widths
from lienthong.records.texts.table_papers import PaperCell, TablePaper, typeset_table
from lienthong.records.texts.typeface import OFFICIAL_FONTS
from lienthong.records.texts.typeface import printed as printed_form
from lienthong.records.texts.typesetting import (
    LetterMissing,
    OfficialDocument,
    SignerBeside,
    Typeset,
    typeset,
    usual_address,
)

__all__ = [
    "Commitment",
    "Deadline",
    "Paper",
    "column_widths",
    "commitments_of",
    "date_rules_on",
    "When",
    "deadline_of_cell",
    "default_due",
    "paper_of",
    "why_said",
    "PaperCell",
    "TablePaper",
    "typeset_table",
    "Run",
    "compared",
    "merged_parts",
    "put_behind",
    "put_wording",
    "send_out",
    "strike",
    "last_writer",
    "last_words",
    "held_by_other",
    "Difference",
    "redline",
    "read_pasted",
    "keep_version",
    "flat",
    "kinds_as_data",
    "KINDS",
    "read_changes",
    "Unreadable",
    "Changes",
    "write",
    "Written",
    "HeldByOther",
    "Clash",
    "GROUNDS",
    "Gap",
    "gaps_in",
    "LetterMissing",
    "MARKED_SECRET",
    "ImportedText",
    "MarkedSecret",
    "NewClause",
    "OFFICIAL_FONTS",
    "OfficialDocument",
    "SignerBeside",
    "Typeset",
    "Text",
    "TextVersion",
    "clause_in",
    "clauses_of",
    "edit_clause",
    "edit_table_row",
    "every_clause",
    "freeze",
    "ground_said",
    "in_plain_values",
    "insert_clause",
    "insert_clause_inside",
    "insert_table_row",
    "is_secret_by_name",
    "labels_of",
    "letter_missing",
    "mark_clause",
    "move_clause_down",
    "move_clause_up",
    "new_text",
    "of_one",
    "printed_form",
    "printed_otherwise",
    "profile_on",
    "read_upload",
    "reading_of",
    "refuse_unprintable",
    "remove_clause",
    "remove_table_row",
    "signers_beside",
    "typeset",
    "usual_address",
]
