"""The door of the room."""

from .answers import done, file_answer, form_action
from .menu import MenuEntry, menu_entry
from .middleware import POST_IN_SESSION
from .models import ActionOutcome
from .pages import ActorRequest, page, public_page

__all__ = [
    "POST_IN_SESSION",
    "ActorRequest",
    "ActionOutcome",
    "MenuEntry",
    "done",
    "file_answer",
    "form_action",
    "menu_entry",
    "page",
    "public_page",
]
