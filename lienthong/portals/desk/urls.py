from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.desk_page, name="desk"),
    path("search/", views.search_page, name="search"),
]
