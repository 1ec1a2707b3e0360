from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lienthong.kernel.notices"
