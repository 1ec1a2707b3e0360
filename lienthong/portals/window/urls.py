"""The whole of the window: its pages, and one address for whoever watches that it lives."""

from django.urls import path, re_path

from lienthong.portals.window.views import answering, enrolling, keys, passkey, start

HANDLE = "(?P<handle>[0-9a-f]{64})"
KEY = r"(?P<key>[\w.:-]{1,80})"

urlpatterns = [
    path("", start.start, name="start"),
    re_path(rf"^answer/{HANDLE}/(?P<verb>[a-z]{{1,16}})/{KEY}/$", answering.answer, name="answer"),
    re_path(
        rf"^answer/{HANDLE}/(?P<verb>[a-z]{{1,16}})/{KEY}/(?P<page>[1-9]\d{{0,3}})/$",
        answering.large_page,
        name="large_page",
    ),
    re_path(rf"^document/{HANDLE}/$", answering.whole_file, name="file"),
    re_path(rf"^document/{HANDLE}/(?P<page>[1-9]\d{{0,3}})/$", answering.picture, name="picture"),
    re_path(
        rf"^document/{HANDLE}/(?P<page>[1-9]\d{{0,3}})/(?P<phone>phone)/$",
        answering.picture,
        name="phone_picture",
    ),
    re_path(r"^enrol/(?P<token>[\w-]{16,128})/$", enrolling.enrol, name="enrol"),
    re_path(rf"^passkey/{KEY}/$", passkey.register, name="passkey"),
    re_path(
        rf"^passkey/{KEY}/(?P<credential>[\w-]{{1,1400}})/$", passkey.remove, name="remove_passkey"
    ),
    re_path(rf"^key/{KEY}/$", keys.of_key, name="key"),
    re_path(rf"^not-me/{KEY}/$", keys.not_me, name="not_me"),
    path("forget/", start.forget, name="forget"),
    path("healthz", start.healthz, name="healthz"),
]
handler404 = "lienthong.portals.window.views.failures.not_found"
handler500 = "lienthong.portals.window.views.failures.broken"
