from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "lienthong.records.texts"
    label = "texts"
