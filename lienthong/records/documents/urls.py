"""Routes of outgoing documents."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from lienthong.kernel.web.public import ActionView, action_paths

from .queries.progress import last_done
from .views import (
    comments,
    document,
    files,
    lists,
    opinion_actions,
    opinions,
    pages,
    part_actions,
    writing,
)
from .views.actions import ON_DOCUMENT
from .views.finding import (
    found_comment,
    found_drafted,
    found_opinion,
    found_other,
    found_part,
    found_piece,
    found_place,
    found_turn,
    found_wording,
)

app_name = "documents"
OF_A_DOCUMENT = "<int:document_id>/"


def _on(
    page: str,
    actions: tuple[ActionView, ...],
    show: Callable[..., Any],
    found: Callable[..., Any] = found_turn,
) -> list[URLPattern]:
    return action_paths(
        actions,
        at=OF_A_DOCUMENT,
        on=f"documents:{page}",
        found=found,
        show=show,
        last_done=lambda thing: last_done(thing.document),
    )


urlpatterns = [
    path("", lists.documents_page, name="documents"),
    path("register/", lists.register_page, name="register"),
    *action_paths(
        part_actions.ON_NEW,
        at="",
        on="documents:new",
        found=part_actions.NewDraft.asked_of,
        show=pages.show_new,
    ),
    path(OF_A_DOCUMENT, document.document_page, name="document"),
    path("<int:document_id>/reading/", document.reading_page, name="reading"),
    path("<int:document_id>/cited/", document.cited_page, name="cited"),
    path("<int:document_id>/facts/", document.facts_page, name="facts"),
    path("<int:document_id>/readers/", document.readers_page, name="readers"),
    path("<int:document_id>/slip/", document.slip_page, name="slip"),
    path("<int:document_id>/text/", pages.text_page, name="text"),
    path("<int:document_id>/write/", writing.write_page, name="write"),
    path("<int:document_id>/write/changes/", writing.write_changes, name="write_changes"),
    path("<int:document_id>/write/state/", writing.write_state, name="write_state"),
    path("<int:document_id>/write/read/", writing.write_read, name="write_read"),
    path("<int:document_id>/write/preview/", writing.write_preview, name="write_preview"),
    path(
        "<int:document_id>/write/pages/<int:number>.png",
        writing.draft_picture,
        name="draft_picture",
    ),
    path("<int:document_id>/write/comments/", comments.write_comments, name="write_comments"),
    path("<int:document_id>/comments/", comments.comments_page, name="comments"),
    path("<int:document_id>/versions/", writing.versions_page, name="versions"),
    path("<int:document_id>/versions/compare/", writing.compare_page, name="compare"),
    path("<int:document_id>/recipients/", pages.recipients_page, name="recipients"),
    path("<int:document_id>/opinions/", opinions.opinions_page, name="opinions"),
    path("<int:document_id>/opinions/summary/", opinions.summary_page, name="summary"),
    path("<int:document_id>/opinions/summary.pdf", opinions.summary_paper, name="summary_paper"),
    path("<int:document_id>/opinions/summary.xlsx", opinions.summary_sheet, name="summary_sheet"),
    *_on("document", ON_DOCUMENT, document.show_document),
    *_on("details", part_actions.ON_DETAILS, pages.show_details),
    *_on("details", part_actions.ATTACHMENT, pages.show_details, found_part),
    *_on("details", part_actions.ANOTHER, pages.show_details, found_other),
    *_on("document", part_actions.EFFECT, document.show_document_of, found_part),
    *_on("document", part_actions.WORDING_BACK, document.show_document),
    *_on("document", part_actions.WORDING, document.show_document_of, found_wording),
    *_on("text", part_actions.ON_TEXT, pages.show_text),
    *_on("versions", part_actions.ON_VERSIONS, writing.show_versions),
    *_on("clause", part_actions.ON_CLAUSE, pages.show_clause, found_piece),
    *_on("clause_insert", part_actions.ON_INSERT, pages.show_insert, found_piece),
    *_on("text", part_actions.PIECE, pages.show_text, found_place),
    *_on("comments", comments.ON_COMMENTS, comments.show_comments, found_drafted),
    *_on("comments", comments.COMMENT, comments.show_comments, found_comment),
    *_on("recipients", part_actions.ON_RECIPIENTS, pages.show_recipients),
    *_on("recipients", part_actions.LINE, pages.show_recipients, found_part),
    *_on("opinions", opinion_actions.ON_OPINIONS, opinions.show_opinions),
    *_on("opinions", opinion_actions.OPINION, opinions.show_opinions, found_opinion),
    path("<int:document_id>/preview.pdf", files.preview, name="preview"),
    path("<int:document_id>/document.pdf", files.official_file, name="file"),
    path("<int:document_id>/pages/<int:number>.png", files.page_image, name="page_image"),
    path("<int:document_id>/source/", files.source_file, name="source"),
    path("<int:document_id>/minutes/<int:adoption_id>/", files.minutes_file, name="minutes"),
    path(
        "<int:document_id>/attachment/<int:attachment_id>/",
        files.attachment_file,
        name="attachment",
    ),
]
