"""Routes of outgoing documents."""

from django.urls import path

from lienthong.kernel.web.public import action_paths

from .views import actions, document, drafting, files, finding, lists, opinions, recipients, text

app_name = "documents"

urlpatterns = [
    path("", lists.documents_page, name="documents"),
    path("register/", lists.register_page, name="register"),
    path("new/", drafting.document_new, name="new"),
    path("new/file/", drafting.document_import, name="import"),
    path("<int:document_id>/", document.document_page, name="document"),
    path("<int:document_id>/slip/", document.slip_page, name="slip"),
    path("<int:document_id>/details/", drafting.document_details, name="details"),
    path("<int:document_id>/attach/", drafting.attachment_add, name="attach"),
    path(
        "<int:document_id>/detach/<int:attachment_id>/", drafting.attachment_remove, name="detach"
    ),
    path("<int:document_id>/text/", text.text_page, name="text"),
    path("<int:document_id>/text/begin/", text.clause_first, name="clause_first"),
    path("<int:document_id>/text/<str:wid>/", text.clause_page, name="clause"),
    path("<int:document_id>/text/<str:wid>/insert/", text.clause_insert, name="clause_insert"),
    path("<int:document_id>/text/<str:wid>/move/", text.clause_move, name="clause_move"),
    path("<int:document_id>/text/<str:wid>/remove/", text.clause_remove, name="clause_remove"),
    path("<int:document_id>/recipients/", recipients.recipients_page, name="recipients"),
    path("<int:document_id>/recipients/add/", recipients.recipient_add, name="recipient_add"),
    path(
        "<int:document_id>/recipients/<int:recipient_id>/remove/",
        recipients.recipient_remove,
        name="recipient_remove",
    ),
    path("<int:document_id>/reach/", recipients.reach_edit, name="reach"),
    path("<int:document_id>/opinions/", opinions.opinions_page, name="opinions"),
    path("<int:document_id>/opinions/ask/", opinions.opinions_ask, name="ask_opinions"),
    path("<int:document_id>/opinions/give/", opinions.opinion_give, name="give_opinion"),
    path("<int:document_id>/opinions/end/", opinions.round_end, name="end_round"),
    path("<int:document_id>/opinions/<int:opinion_id>/", opinions.opinion_take_in, name="take_in"),
    *action_paths(
        actions.ON_DOCUMENT,
        at="<int:document_id>/",
        on="documents:document",
        found=finding.found_turn,
        show=document.show_document,
    ),
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
