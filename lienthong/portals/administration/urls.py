from django.urls import path

from lienthong.kernel.web.public import action_paths

from .views import calendar, certificates, people, units

app_name = "administration"
urlpatterns = [
    path("", units.home, name="home"),
    path("units/", units.unit_list, name="units"),
    path("units/<int:unit_id>/", units.unit_page, name="unit"),
    path("units/<int:unit_id>/found/", units.unit_found, name="unit_found"),
    path("units/<int:unit_id>/rename/", units.unit_rename, name="unit_rename"),
    path("units/<int:unit_id>/move/", units.unit_move, name="unit_move"),
    path("units/<int:unit_id>/dissolve/", units.unit_dissolve, name="unit_dissolve"),
    path("units/<int:unit_id>/identify/", units.unit_identify, name="unit_identify"),
    path("units/<int:unit_id>/term/", units.unit_term, name="unit_term"),
    path("units/<int:unit_id>/register/", people.person_register, name="person_register"),
    path("units/<int:unit_id>/people/import/", people.people_import, name="people_import"),
    path("people/", people.person_list, name="people"),
    path("people/<int:person_id>/", people.person_page, name="person"),
    path("people/<int:person_id>/correct/", people.person_correct, name="person_correct"),
    path("people/<int:person_id>/appoint/", people.person_appoint, name="person_appoint"),
    path("people/<int:person_id>/invite/", people.person_invite, name="person_invite"),
    path("posts/<int:post_id>/end/", people.post_end, name="post_end"),
    path("posts/<int:post_id>/transfer/", people.post_transfer, name="post_transfer"),
    path("accounts/<int:account_id>/recover/", people.account_recover, name="account_recover"),
    path("accounts/<int:account_id>/bar/", people.account_bar, name="account_bar"),
    path("accounts/<int:account_id>/restore/", people.account_restore, name="account_restore"),
    path("certificates/", certificates.certificate_list, name="certificates"),
    path("certificates/posts/<int:post_id>/", certificates.post_certify, name="post_certify"),
    path("certificates/units/<int:unit_id>/", certificates.seal_certify, name="seal_certify"),
    path(
        "certificates/<int:certificate_id>/withdraw/",
        certificates.certificate_withdraw,
        name="certificate_withdraw",
    ),
    path("rules/", calendar.rules, name="rules"),
    *action_paths(
        calendar.ACTIONS,
        at="rules/",
        on="administration:rules",
        found=calendar.the_calendar,
        show=calendar.rules,
    ),
]
