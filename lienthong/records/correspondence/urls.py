from django.urls import path

from lienthong.kernel.web.public import action_paths

from .queries.around import last_done
from .views import actions, board, lists, received

app_name = "correspondence"
urlpatterns = [
    path("", lists.incoming_list, name="incoming"),
    path("register/", lists.register_page, name="register_of_arrivals"),
    path("receipts/", board.board_list, name="boards"),
    path("<int:audience_id>/", received.received_page, name="received"),
    path("<int:audience_id>/reading/", received.reading_page, name="reading"),
    path("<int:audience_id>/readers/", received.readers_page, name="readers"),
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
    *action_paths(
        actions.ACTIONS,
        at="<int:audience_id>/",
        on="correspondence:received",
        found=received.found_received,
        show=received.show_received,
        last_done=last_done,
    ),
    path("<int:audience_id>/receipts/", board.board_page, name="board"),
    path("<int:audience_id>/receipts/whom/", board.board_whom, name="whom_to_remind"),
    path("<int:audience_id>/receipts/remind/", board.board_remind, name="remind"),
    path("<int:audience_id>/receipts/<slug:number>/", board.board_units, name="board_units"),
]
