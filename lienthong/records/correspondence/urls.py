from django.urls import path

from .views import actions, board, lists, received

app_name = "correspondence"
urlpatterns = [
    path("", lists.incoming_list, name="incoming"),
    path("register/", lists.register_page, name="register_of_arrivals"),
    path("receipts/", board.board_list, name="boards"),
    path("<int:audience_id>/", received.received_page, name="received"),
    path("<int:audience_id>/file/<slug:which>.pdf", received.received_file, name="file"),
    path(
        "<int:audience_id>/pages/<slug:which>/<int:number>.png",
        received.received_page_image,
        name="image",
    ),
    path(
        "<int:audience_id>/attachment/<int:attachment_id>/",
        received.received_attachment,
        name="attachment",
    ),
    path("<int:audience_id>/signatures/<slug:which>/", received.received_verdict, name="verdict"),
    path("<int:audience_id>/register/", actions.received_register, name="register"),
    path("<int:audience_id>/refuse/", actions.received_refuse, name="refuse"),
    path("<int:audience_id>/propose/", actions.received_propose, name="propose"),
    path("<int:audience_id>/direct/", actions.received_direct, name="direct"),
    path(
        "<int:audience_id>/return-proposal/",
        actions.received_return_proposal,
        name="return_proposal",
    ),
    path("<int:audience_id>/file-away/", actions.received_file_away, name="file_away"),
    path("<int:audience_id>/answer/", actions.received_answer, name="answer"),
    path("<int:audience_id>/return/", actions.received_return, name="return"),
    path("<int:audience_id>/close/", actions.received_close, name="close"),
    path("<int:audience_id>/more/", actions.received_ask_for_more, name="ask_for_more"),
    path("<int:audience_id>/receive/", actions.received_receive, name="receive"),
    path("<int:audience_id>/pass-on/", actions.received_pass_on, name="pass_on"),
    path("<int:audience_id>/forward-on/", actions.received_forward_on, name="forward_on"),
    path(
        "<int:audience_id>/forward-letter/",
        actions.received_forward_with_letter,
        name="forward_with_letter",
    ),
    path("<int:audience_id>/receipts/", board.board_page, name="board"),
    path("<int:audience_id>/receipts/whom/", board.board_whom, name="whom_to_remind"),
    path("<int:audience_id>/receipts/remind/", board.board_remind, name="remind"),
    path("<int:audience_id>/receipts/<slug:number>/", board.board_units, name="board_units"),
]
