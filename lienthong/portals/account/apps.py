from django.apps import AppConfig


class AccountPortalConfig(AppConfig):
    name = "lienthong.portals.account"
    label = "account_portal"  # allauth.account has taken the short one

    def ready(self) -> None:
        from . import menu  # noqa: F401, PLC0415 -- puts the pages into the menu
