"""The door of the room."""

from .action_views import ActionView, OfferedAction, OfferedActions, action_paths, offered
from .answers import done, file_answer, form_action
from .caching import cache_for_session, session_mark
from .counts import shown_counts
from .filters import (
    forget_filter,
    keep_filter,
    kept_filters,
    last_looks,
    note_look,
    rename_filter,
)
from .kept import FORM_FIELD, KEY_FIELD, form_token, fresh_form, keep_carried
from .kept_views import discard_input, switch_language
from .listening import who_listens
from .menu import MenuEntry, menu_entry
from .middleware import POST_IN_SESSION
from .models import ActionOutcome
from .pages import ActorRequest, action_of, page, public_page
from .places import numbered, place, way_to
from .way_back import forget_way_back, keep_way_back

__all__ = [
    "KEY_FIELD",
    "FORM_FIELD",
    "POST_IN_SESSION",
    "ActionOutcome",
    "ActionView",
    "ActorRequest",
    "MenuEntry",
    "OfferedAction",
    "OfferedActions",
    "action_of",
    "action_paths",
    "cache_for_session",
    "discard_input",
    "done",
    "file_answer",
    "forget_filter",
    "forget_way_back",
    "form_token",
    "fresh_form",
    "form_action",
    "keep_carried",
    "keep_filter",
    "keep_way_back",
    "kept_filters",
    "last_looks",
    "menu_entry",
    "note_look",
    "numbered",
    "offered",
    "page",
    "place",
    "rename_filter",
    "public_page",
    "session_mark",
    "shown_counts",
    "switch_language",
    "way_to",
    "who_listens",
]
