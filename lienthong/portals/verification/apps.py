from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "lienthong.portals.verification"
    label = "verification"
