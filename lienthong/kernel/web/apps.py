from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lienthong.kernel.web"
    label = "web"
