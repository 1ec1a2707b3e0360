"""The house opens: what every room says by being read is read, lowest room first."""

from importlib import import_module
from typing import Final

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

from config.floor_plan import rooms

# Rights, powers, words of the history, dated rules, the menu, procedures, reactions, checks of the machine.
# Jobs are found by the queue itself.
READ_AT_START: Final = (
    "permissions",
    "powers",
    "labels",
    "rules",
    "menu",
    "procedures",
    "reactions",
    "checks",
)


class HouseConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        for room in rooms():
            package = import_module(room.module)
            for name in READ_AT_START:
                if module_has_submodule(package, name):
                    import_module(f"{room.module}.{name}")
