from django.urls import path

from lienthong.kernel.people.public import MANAGE as MANAGE_PEOPLE
from lienthong.kernel.units.public import MANAGE
from lienthong.kernel.web.public import action_paths

from .views import (
    bringing,
    calendar,
    certificates,
    history,
    importing,
    lending,
    people,
    people_list,
    posts_given,
    proposals,
    review,
    setting_up,
    slips,
    units,
    units_list,
)
from .views.declaring import found_unit

app_name = "administration"
UNIT, PERSON, KEYS = (f"{app_name}:{name}" for name in ("unit", "person", "certificates"))
# Actions with a page of their own: beneath which address, on which page, and what they are done to.
ACTIONS = (
    (units.ACTIONS, "units/<int:unit_id>/", UNIT, found_unit(MANAGE)),
    (people.REGISTER, "units/<int:unit_id>/", UNIT, found_unit(MANAGE_PEOPLE)),
    (slips.SLIPS, "units/<int:unit_id>/", UNIT, found_unit(MANAGE_PEOPLE)),
    (people_list.ADD, "people/", f"{app_name}:people", people_list.reach_of),
    (people.PERSON_ACTIONS, "people/<int:person_id>/", PERSON, people.found_person),
    (people.POST_ACTIONS, "posts/<int:post_id>/", people.page_of_holder, people.found_post),
    (certificates.KEY, "certificates/<int:certificate_id>/", KEYS, certificates.found_key),
    (
        certificates.PROPOSE_LIFT,
        "certificates/<int:certificate_id>/",
        KEYS,
        certificates.found_key_to_lift,
    ),
    (
        certificates.SUSPEND_OWN,
        "keys/<int:post_id>/",
        lending.own_page,
        certificates.found_own_post,
    ),
    (certificates.PROPOSE_KEY, "certificates/posts/", KEYS, certificates.found_key_to_propose),
    (certificates.PROPOSE_SEAL, "certificates/units/", KEYS, certificates.found_seal_to_propose),
    (
        certificates.OWN_KEY,
        "keys/<int:post_id>/",
        certificates.home_of_holder,
        certificates.found_own_post,
    ),
    (lending.LEND, "lending/<int:post_id>/", lending.own_page, lending.found_post_to_lend),
    (
        lending.END,
        "delegations/<int:delegation_id>/",
        lending.page_of_delegation,
        lending.found_delegation,
    ),
    (
        calendar.ACTIONS + calendar.OF_AN_ENTRY,
        "rules/",
        f"{app_name}:rules",
        calendar.the_calendar,
    ),
)
urlpatterns = [
    path("", units_list.home, name="home"),
    path("units/", units_list.unit_list, name="units"),
    path("units/tree/", units_list.tree_page, name="tree"),
    path("units/<int:unit_id>/", units.unit_page, name="unit"),
    path("units/<int:unit_id>/people/import/", importing.people_import, name="people_import"),
    path("units/<int:unit_id>/bring/", bringing.bring_page, name="bring"),
    path("units/<int:unit_id>/bring/template.xlsx", bringing.bring_template, name="bring_template"),
    path("intakes/<int:intake_id>/", bringing.intake_page, name="intake"),
    path("intakes/<int:intake_id>/faults.xlsx", bringing.intake_faults, name="intake_faults"),
    path("people/", people_list.person_list, name="people"),
    path("people/<int:person_id>/", people.person_page, name="person"),
    path("certificates/", certificates.certificate_list, name="certificates"),
    path("certificates/<int:certificate_id>/", certificates.key_page, name="certificate"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.proposal_page, name="proposal"),
    path("posts/given/", posts_given.posts_given, name="posts_given"),
    path("lending/", lending.lending_list, name="lending"),
    path("rules/", calendar.rules, name="rules"),
    path("history/", history.checks, name="history"),
    path("set-up/", setting_up.set_up, name="set_up"),
    path("review/", review.to_look_after, name="review"),
    *action_paths(
        bringing.BRING,
        at="units/<int:unit_id>/",
        on="administration:bring",
        found=found_unit(MANAGE_PEOPLE),
        show=bringing.show_bring,
    ),
    *action_paths(
        bringing.ACTIONS,
        at="intakes/<int:intake_id>/",
        on="administration:intake",
        found=bringing.found_intake,
        show=bringing.show_intake,
    ),
    *action_paths(
        setting_up.ACTIONS,
        at="set-up/",
        on="administration:set_up",
        found=setting_up.found_topmost,
        show=setting_up.show_set_up,
    ),
    *action_paths(
        proposals.ACTIONS,
        at="proposals/<int:proposal_id>/",
        on="administration:proposal",
        found=proposals.found_proposal,
        show=proposals.show_proposal,
    ),
    *action_paths(
        people.ACCOUNT_ACTIONS,
        at="accounts/<int:account_id>/",
        on=people.page_of_holder,
        found=people.found_account,
        show=people.show_holder,
    ),
    *(
        one
        for actions, at, on, found in ACTIONS
        for one in action_paths(actions, at=at, on=on, found=found)
    ),
]
