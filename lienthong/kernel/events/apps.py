from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "lienthong.kernel.events"
