"""Addresses of planning, one list per file of views."""

from typing import Any

from django.urls import path

from postpermit.web.desk.planning import (
    draw_acts,
    draws,
    needs,
    people,
    plan_acts,
    planned,
    plans,
    replans,
    what_if,
)

DRAWS: list[Any] = [
    path("draws/", draws.draws_page, name="draws"),
    path("draws/new/", draws.new_draw, name="new-draw"),
    path("draws/import/", draw_acts.import_draw, name="import-draw"),
    path("draws/people/", people.people_page, name="drawing-people"),
    path("draws/people/<uuid:public_id>/beats/", people.set_beats_view, name="set-beats"),
    path("draws/people/<uuid:public_id>/recuse/", people.recuse_view, name="recuse-from-unit"),
    path("draws/recusals/<uuid:public_id>/lift/", people.lift_view, name="lift-recusal"),
    path("draws/<uuid:public_id>/", draws.draw_page, name="draw"),
    path("draws/<uuid:public_id>/do/<slug:verb>/", draws.draw_act, name="draw-act"),
    path("draws/<uuid:public_id>/replace/", draw_acts.draw_replace, name="draw-replace"),
    path("draws/<uuid:public_id>/files/<slug:kind>/", draws.draw_file, name="draw-file"),
]
PLANS: list[Any] = [
    path("plans/", plans.plans_page, name="plans"),
    path("plans/new/", plans.new_plan, name="new-plan"),
    path("plans/import/", plan_acts.import_plan, name="import-plan"),
    path("plans/what-if/", what_if.plan_what_if_page, name="plan-what-if"),
    path("plans/<uuid:public_id>/", plans.plan_page, name="plan"),
    path("plans/<uuid:public_id>/do/<slug:verb>/", plans.plan_act, name="plan-act"),
    path("plans/<uuid:public_id>/compute/", plan_acts.plan_compute, name="plan-compute"),
    path("plans/<uuid:public_id>/replan/", replans.plan_replan, name="plan-replan"),
    path("plans/<uuid:public_id>/progress/", plans.plan_progress, name="plan-progress"),
    path("plans/<uuid:public_id>/staff/", plans.plan_staff, name="plan-staff"),
    path("plans/<uuid:public_id>/check/", plans.plan_check, name="plan-check"),
    path("plans/<uuid:public_id>/public/", plans.plan_public, name="plan-public"),
    path("plans/visits/<uuid:public_id>/", planned.planned_page, name="planned"),
    path("plans/visits/<uuid:public_id>/do/<slug:verb>/", planned.planned_act, name="planned-act"),
    path("needs/", needs.needs_page, name="needs"),
    path("needs/new/", needs.new_need, name="new-need"),
    path("needs/<uuid:public_id>/do/<slug:verb>/", needs.need_act, name="need-act"),
]
PLANNING: list[Any] = [*DRAWS, *PLANS]
