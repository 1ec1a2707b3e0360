from django.urls import path

from lienthong.kernel.web.public import action_paths

from .views import (
    board,
    difficulties,
    lists,
    monthly,
    periods,
    plans,
    proposals,
    sheets,
    task_actions,
    tasks,
    thread,
)

app_name = "commitments"
urlpatterns = [
    path("", lists.task_list, name="list"),
    path("new/", tasks.task_new, name="new"),
    path("board/", board.board_page, name="board"),
    path("board/tasks/", board.behind_page, name="behind"),
    path("board/late/", monthly.late_page, name="late"),
    path("board/ranking/", monthly.ranking_page, name="ranking"),
    path("difficulties/", difficulties.difficulty_list, name="difficulties"),
    path("difficulties/new/", difficulties.difficulty_new, name="new_difficulty"),
    path("difficulties/<int:difficulty_id>/", difficulties.difficulty_page, name="difficulty"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/new/", plans.plan_new, name="new_plan"),
    path("plans/<int:plan_id>/", plans.plan_page, name="plan"),
    path("proposals/<int:proposal_id>/", proposals.proposal_page, name="proposal"),
    path("documents/<int:document_id>/", thread.document_page, name="document"),
    path("plans/<int:plan_id>/import/", sheets.c1_import, name="import_c1"),
    path("forms/c2/", sheets.c2_page, name="c2"),
    path("forms/c5/", sheets.c5_page, name="c5"),
    path("plans/<int:plan_id>/c6/", sheets.c6_page, name="c6"),
    path("board/<int:lead_id>/c7/", sheets.c7_page, name="c7"),
    path("periods/", periods.period_list, name="periods"),
    path("periods/new/", periods.period_new, name="new_period"),
    path("periods/<int:period_id>/", periods.period_page, name="period"),
    path("lines/<int:line_id>/", periods.line_page, name="line"),
    path("<int:task_id>/", tasks.task_page, name="task"),
    path(
        "<int:task_id>/evidence/<int:evidence_id>/", tasks.evidence_page, name="evidence"
    ),
    path("<int:task_id>/thread/", thread.thread_page, name="thread"),
    *action_paths(
        task_actions.ACTIONS,
        at="<int:task_id>/",
        on="commitments:task",
        found=tasks.found_task,
        show=tasks.show_task,
    ),
    *action_paths(
        proposals.PROPOSAL_ACTIONS,
        at="proposals/<int:proposal_id>/",
        on="commitments:proposal",
        found=proposals.found_proposal,
        show=proposals.show_proposal,
    ),
    *action_paths(
        plans.PLAN_ACTIONS,
        at="plans/<int:plan_id>/",
        on="commitments:plan",
        found=plans.found_plan,
    ),
    *action_paths(
        periods.PERIOD_ACTIONS,
        at="periods/<int:period_id>/",
        on="commitments:period",
        found=periods.found_period,
    ),
    *action_paths(
        periods.LINE_ACTIONS,
        at="lines/<int:line_id>/",
        on="commitments:line",
        found=periods.found_line,
        show=periods.show_line,
    ),
    *action_paths(
        difficulties.ACTIONS,
        at="difficulties/<int:difficulty_id>/",
        on="commitments:difficulty",
        found=difficulties.found_difficulty,
        show=difficulties.show_difficulty,
    ),
    *action_paths(
        board.URGE_ACTIONS,
        at="board/<int:lead_id>/",
        on="commitments:board",
        found=board.found_lead,
    ),
]
