from django.urls import include, path, reverse

from lienthong.kernel.web.public import action_paths

from .queries import outside as outside_queries
from .queries.around import last_done
from .views import (
    actions,
    board,
    handling_actions,
    lists,
    outside,
    outside_actions,
    received,
    together,
)

app_name = "correspondence"
# A document from outside is handled by its entry: it has no audience.
of_an_entry = [
    path("<int:entry_id>/", outside.entry_page, name="entry"),
    path("<int:entry_id>/file/", outside.entry_file, name="file"),
    path(
        "<int:entry_id>/enclosures/<int:enclosure_id>/", outside.entry_enclosure, name="enclosure"
    ),
    path("<int:entry_id>/results/<int:file_id>/", outside.entry_result, name="result_file"),
    path("<int:entry_id>/stamped.pdf", outside.entry_stamped, name="stamped"),
    path("<int:entry_id>/pages/<int:number>.png", outside.entry_image, name="image"),
    *action_paths(
        handling_actions.HANDLING,
        at="<int:entry_id>/",
        on="correspondence:outside:entry",
        found=outside.found_outside,
        show=outside.show_entry,
        last_done=outside_queries.last_done,
    ),
]
urlpatterns = [
    path("", lists.incoming_list, name="incoming"),
    path("register/", lists.register_page, name="register_of_arrivals"),
    path("receipts/", board.board_list, name="boards"),
    *action_paths(
        together.ON_TOGETHER,
        at="",
        on="correspondence:together",
        found=together.found_together,
        show=together.show_together,
    ),
    *action_paths(
        outside_actions.ON_OUTSIDE,
        at="",
        on="correspondence:outside",
        found=outside.found_register,
        show=outside.show_outside,
    ),
    path("outside/scans/<int:scan_id>/", outside.scan_page, name="scan"),
    path("outside/scans/<int:scan_id>/file/", outside.scan_file, name="scan_file"),
    path(
        "outside/scans/<int:scan_id>/pages/<int:number>.png", outside.scan_image, name="scan_image"
    ),
    path(
        "outside/scans/<int:scan_id>/enclosures/<int:enclosure_id>/",
        outside.scan_enclosure,
        name="scan_enclosure",
    ),
    *action_paths(
        outside_actions.ON_ENCLOSURE,
        at="outside/scans/<int:scan_id>/",
        on=lambda one: reverse("correspondence:scan", args=[one.scan.pk]),
        found=outside.found_enclosure,
        show=outside.show_scan,
    ),
    *action_paths(
        outside_actions.ON_SCAN,
        at="outside/scans/<int:scan_id>/",
        on="correspondence:scan",
        found=outside.found_scan,
        show=outside.show_scan,
    ),
    path("outside/", include((of_an_entry, "outside"))),
    path("<int:audience_id>/", received.received_page, name="received"),
    path("<int:audience_id>/reading/", received.reading_page, name="reading"),
    path("<int:audience_id>/cited/", received.cited_page, name="cited"),
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
    path("<int:audience_id>/results/<int:file_id>/", received.received_result, name="result_file"),
    path("<int:audience_id>/stamped.pdf", received.received_stamped, name="stamped"),
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
    path("<int:audience_id>/receipts/urge/", board.board_urge, name="urge"),
    path("<int:audience_id>/receipts/<slug:number>/", board.board_units, name="board_units"),
]
