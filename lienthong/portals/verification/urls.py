from django.urls import path

from . import views

app_name = "verification"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<slug:token>/", views.verify_scanned, name="scanned"),
]
