"""Addresses of the staff desk. Every view behind them names its power; the system check sees to it."""

from django.urls import path

from postpermit.web.desk import (
    account,
    archive,
    backlog,
    calendar,
    clauses,
    coverage,
    duties,
    facilities,
    facility_facts,
    home,
    imports,
    instructions,
    leads,
    manual,
    meeting,
    outside,
    paper,
    powers,
    records,
    references,
    roster,
    roster_acts,
    roster_import,
    slip_files,
    slips,
    trail,
    vacating,
    values,
    what_if,
)
from postpermit.web.desk.enforcement.urls import ENFORCEMENT
from postpermit.web.desk.enforcement.urls_cases import CASE_DESK
from postpermit.web.desk.planning.urls import PLANNING
from postpermit.web.desk.supervision.urls import SUPERVISION

ACCOUNT = [
    path("login/", account.log_in, name="login"),
    path("logout/", account.log_out, name="logout"),
    path("password/", account.password, name="password"),
    path("link/<str:token>/", account.invitation, name="invitation"),
]

LINKAGE = [
    path("slips/", slips.slips_page, name="slips"),
    path("slips/new/", slips.new_slip, name="new-slip"),
    path("slips/outside/", outside.keep_slip, name="keep-outside"),
    path("slips/paper/", paper.upload, name="paper-upload"),
    path("slips/blank/<slug:kind>/", paper.blank_form, name="blank-form"),
    path("slips/<uuid:public_id>/print/<slug:kind>/", paper.print_page, name="slip-print"),
    path("slips/<uuid:public_id>/place/", slip_files.place_original, name="slip-place"),
    path("slips/parts/<uuid:public_id>/outside/", outside.keep_progress, name="assignment-outside"),
    path("papers/<uuid:public_id>/", paper.paper_page, name="paper"),
    path("papers/<uuid:public_id>/do/<slug:verb>/", paper.paper_act, name="paper-act"),
    path("loops/", meeting.loops_page, name="loops"),
    path("meeting/", meeting.meeting_page, name="meeting"),
    path("archive/contents/", meeting.contents_page, name="archive-contents"),
    path("slips/<uuid:public_id>/", slips.slip_page, name="slip"),
    path("slips/<uuid:public_id>/attach/", slip_files.attach_file, name="slip-attach"),
    path("slips/<uuid:public_id>/do/<slug:verb>/", slips.slip_act, name="slip-act"),
    path("slips/parts/<uuid:public_id>/do/<slug:verb>/", slips.assignment_act, name="assignment-act"),
    path("leads/", leads.leads_page, name="leads"),
    path("leads/new/", leads.new_lead, name="new-lead"),
    path("leads/<uuid:public_id>/", leads.lead_page, name="lead"),
    path("leads/<uuid:public_id>/do/<slug:verb>/", leads.lead_act, name="lead-act"),
    path("archive/", archive.archive_page, name="archive"),
    path("archive/file/", archive.file_slips, name="archive-file"),
]

REGISTER = [
    path("facilities/", facilities.facilities_page, name="facilities"),
    path("search/", facilities.search, name="search"),
    path("facilities/new/", facilities.new_unlisted, name="new-facility"),
    path("facilities/import/", imports.import_page, name="import-register"),
    path("facilities/import/template/", imports.template, name="register-template"),
    path("facilities/import/<uuid:public_id>/", imports.import_job, name="import-job"),
    path("facilities/import/<uuid:public_id>/take/", imports.take_import, name="import-take"),
    path("facilities/import/<uuid:public_id>/map/", imports.map_columns, name="import-map"),
    path("facilities/proposals/", facility_facts.proposals_page, name="proposals"),
    path(
        "facilities/proposals/<uuid:public_id>/<slug:verb>/",
        facility_facts.decide_proposal,
        name="proposal-act",
    ),
    path("facilities/<uuid:public_id>/", facilities.facility_page, name="facility"),
    path("facilities/<uuid:public_id>/edit/", facility_facts.edit, name="facility-edit"),
    path(
        "facilities/<uuid:public_id>/facts/<slug:kind>/", facility_facts.enter_fact_page, name="facility-fact"
    ),
    path("facilities/<uuid:public_id>/event/", facility_facts.enter_event_page, name="facility-event"),
]

DUTIES = [
    path("duties/", duties.duties_page, name="duties"),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("schedule/", coverage.schedule, name="schedule"),
    path("feed/<slug:verb>/", coverage.change_feed, name="feed-change"),
    path("feeds/<str:token>.ics", coverage.feed, name="feed"),
    path("duties/explain/", coverage.explain, name="explain"),
    path("instructions/", instructions.instructions_page, name="instructions"),
    path("instructions/new/", instructions.new_instruction, name="new-instruction"),
    path("instructions/<uuid:public_id>/", instructions.instruction_page, name="instruction"),
    path("instructions/parts/<uuid:public_id>/do/<slug:verb>/", instructions.part_act, name="part-act"),
    path("duties/generate/", duties.generate, name="generate-duties"),
    path("duties/<uuid:public_id>/", duties.duty_page, name="duty"),
    path("duties/<uuid:public_id>/do/<slug:verb>/", duties.duty_act, name="duty-act"),
    path("duties/<uuid:public_id>/days/", duties.days, name="duty-days"),
    path("records/", records.records_page, name="records"),
    path("records/new/", records.new_record, name="new-record"),
    path("records/<uuid:public_id>/", records.record_page, name="record"),
    path("records/<uuid:public_id>/do/<slug:verb>/", records.record_act_view, name="record-act"),
]

SYSTEMS = [
    path("backlog/", backlog.backlog, name="backlog"),
    path("backlog/import/", backlog.import_list, name="external-import"),
    path("backlog/lists/<uuid:public_id>/", backlog.external_list, name="external-list"),
    path("backlog/rows/<uuid:public_id>/aside/", backlog.row_aside, name="external-aside"),
    path("backlog/rows/<uuid:public_id>/match/", backlog.match_row, name="external-match"),
    path("references/<slug:kind>/<uuid:public_id>/", references.add_reference, name="reference-add"),
    path("references/<uuid:public_id>/drop/", references.drop_reference, name="reference-drop"),
]

OFFICE = [
    path("values/", values.values_page, name="values"),
    path("values/<str:name>/", values.confirm_value, name="confirm-value"),
    path("what-if/", what_if.what_if_page, name="what-if"),
    path("what-if/adopt/", what_if.adopt, name="what-if-adopt"),
    path("manual/", manual.manual_page, name="manual"),
    path("manual/<slug:chapter>/", manual.manual_page, name="manual-chapter"),
    path("clauses/", clauses.clauses_page, name="clauses"),
    path("clauses/<str:ref>/", clauses.clause_page, name="clause"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("roster/", roster.roster_page, name="roster"),
    path("roster/import/", roster_import.import_page, name="import-roster"),
    path("roster/import/template/", roster_import.template, name="roster-template"),
    path("roster/people/", roster.officers_page, name="officers"),
    path("roster/people/new/", roster.new_officer, name="new-officer"),
    path("roster/people/<uuid:public_id>/", roster.officer_page, name="officer"),
    path("roster/people/<uuid:public_id>/change/", roster_acts.change, name="officer-change"),
    path("roster/people/<uuid:public_id>/hold/", roster_acts.hold, name="officer-hold"),
    path("roster/people/<uuid:public_id>/absence/", roster_acts.absence, name="officer-absence"),
    path("roster/people/<uuid:public_id>/stand-in/", roster_acts.stand_in, name="officer-stand-in"),
    path("roster/people/<uuid:public_id>/reset/", roster_acts.reset_password, name="officer-reset"),
    path("roster/people/<uuid:public_id>/disable/", roster_acts.disable, name="officer-disable"),
    path("roster/stand-ins/<int:pk>/over/", roster_acts.stand_in_over, name="stand-in-over"),
    path("roster/posts/new/", roster.new_post, name="new-post"),
    path("roster/holdings/<int:pk>/vacate/", vacating.vacate, name="vacate"),
    path("powers/", powers.powers_page, name="powers"),
    path("trail/", trail.integrity_page, name="integrity"),
    path("trail/export/", trail.export_trail, name="export-trail"),
    path("trail/<str:label>/<uuid:public_id>/", trail.trail_page, name="trail"),
    path("attachments/<uuid:public_id>/", trail.attachment, name="attachment"),
]

urlpatterns = [
    path("", home.desk, name="desk"),
    *ACCOUNT,
    *LINKAGE,
    *REGISTER,
    *DUTIES,
    *PLANNING,
    *ENFORCEMENT,
    *CASE_DESK,
    *SUPERVISION,
    *SYSTEMS,
    *OFFICE,
]
