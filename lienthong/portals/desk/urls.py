from django.urls import path

from .views import desk, search

app_name = "desk"
urlpatterns = [
    path("", desk.desk_page, name="desk"),
    path("search/", search.search_page, name="search"),
]
