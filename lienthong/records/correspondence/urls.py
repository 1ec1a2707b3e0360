from django.urls import path

from .views import board, deeds, lists, paper

app_name = "correspondence"
urlpatterns = [
    path("", lists.incoming_list, name="incoming"),
    path("register/", lists.register_page, name="register_of_arrivals"),
    path("receipts/", board.board_list, name="boards"),
    path("<int:audience_id>/", paper.paper_page, name="paper"),
    path("<int:audience_id>/file/<slug:which>.pdf", paper.paper_file, name="file"),
    path(
        "<int:audience_id>/pages/<slug:which>/<int:number>.png",
        paper.paper_page_image,
        name="image",
    ),
    path(
        "<int:audience_id>/attachment/<int:attachment_id>/",
        paper.paper_attachment,
        name="attachment",
    ),
    path("<int:audience_id>/signatures/<slug:which>/", paper.paper_verdict, name="verdict"),
    path("<int:audience_id>/register/", deeds.paper_register, name="register"),
    path("<int:audience_id>/refuse/", deeds.paper_refuse, name="refuse"),
    path("<int:audience_id>/propose/", deeds.paper_propose, name="propose"),
    path("<int:audience_id>/direct/", deeds.paper_direct, name="direct"),
    path("<int:audience_id>/return-proposal/", deeds.paper_return_proposal, name="return_proposal"),
    path("<int:audience_id>/file-away/", deeds.paper_file_away, name="file_away"),
    path("<int:audience_id>/answer/", deeds.paper_answer, name="answer"),
    path("<int:audience_id>/return/", deeds.paper_return, name="return"),
    path("<int:audience_id>/close/", deeds.paper_close, name="close"),
    path("<int:audience_id>/more/", deeds.paper_ask_for_more, name="ask_for_more"),
    path("<int:audience_id>/receive/", deeds.paper_receive, name="receive"),
    path("<int:audience_id>/pass-on/", deeds.paper_pass_on, name="pass_on"),
    path("<int:audience_id>/forward-on/", deeds.paper_forward_on, name="forward_on"),
    path(
        "<int:audience_id>/forward-letter/",
        deeds.paper_forward_with_letter,
        name="forward_with_letter",
    ),
    path("<int:audience_id>/receipts/", board.board_page, name="board"),
    path("<int:audience_id>/receipts/whom/", board.board_whom, name="whom_to_remind"),
    path("<int:audience_id>/receipts/remind/", board.board_remind, name="remind"),
    path("<int:audience_id>/receipts/<slug:number>/", board.board_units, name="board_units"),
]
