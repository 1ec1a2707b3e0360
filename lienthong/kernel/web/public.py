"""The door of the room."""

from .action_views import ActionView, OfferedAction, OfferedActions, action_paths, offered
from .answers import done, file_answer, form_action
from .menu import MenuEntry, menu_entry
from .middleware import POST_IN_SESSION
from .models import ActionOutcome
from .pages import ActorRequest, action_of, page, public_page
from .places import place, way_to

__all__ = [
    "POST_IN_SESSION",
    "ActionOutcome",
    "ActionView",
    "ActorRequest",
    "MenuEntry",
    "OfferedAction",
    "OfferedActions",
    "action_of",
    "action_paths",
    "done",
    "file_answer",
    "form_action",
    "menu_entry",
    "offered",
    "page",
    "place",
    "public_page",
    "way_to",
]
