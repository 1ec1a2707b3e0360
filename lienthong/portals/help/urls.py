from django.urls import path

from . import views

app_name = "help"
urlpatterns = [
    path("", views.help_page, name="help"),
    path("here/", views.here_page, name="here"),
    path("<slug:slug>/", views.guide_page, name="guide"),
]
