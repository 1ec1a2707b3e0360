from django.urls import path

from lienthong.kernel.web.public import action_paths

from . import views

app_name = "examples"
urlpatterns = [
    path("", views.example_list, name="list"),
    path("new/", views.example_new, name="new"),
    path("<int:example_id>/", views.example_page, name="page"),
    *action_paths(
        views.ACTIONS,
        at="<int:example_id>/",
        on="examples:page",
        found=views.found_example,
        show=views.show_example,
    ),
]
