from django.apps import AppConfig


class AccountPortalConfig(AppConfig):
    name = "lienthong.portals.account"
    label = "account_portal"  # allauth.account has taken the short one
