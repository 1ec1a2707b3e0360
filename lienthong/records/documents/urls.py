"""Routes of outgoing documents."""

from django.urls import path

from .views import document, drafting, files, lists, opinions, recipients, steps, text

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
    path("<int:document_id>/finalise/", steps.document_finalise, name="finalise"),
    path("<int:document_id>/initial/", steps.document_initial, name="initial"),
    path("<int:document_id>/adoption/", steps.adoption_record, name="adoption"),
    path("<int:document_id>/submit/", steps.document_submit, name="submit"),
    path("<int:document_id>/sign/", steps.document_sign, name="sign"),
    path(
        "<int:document_id>/sign/passkey/lay/", steps.document_lay_before_passkey, name="lay_passkey"
    ),
    path("<int:document_id>/sign/passkey/", steps.document_sign_by_passkey, name="sign_by_passkey"),
    path("<int:document_id>/issue/", steps.document_issue, name="issue"),
    path("<int:document_id>/return/", steps.document_return, name="return"),
    path("<int:document_id>/cancel/", steps.document_cancel, name="cancel"),
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
