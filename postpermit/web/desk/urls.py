"""Addresses of the staff desk. Every view behind them names its power; the system check sees to it."""

from django.urls import path

from postpermit.web.desk import (
    account,
    archive,
    calendar,
    clauses,
    duties,
    facilities,
    facility_facts,
    home,
    imports,
    leads,
    powers,
    records,
    roster,
    roster_acts,
    roster_import,
    slips,
    trail,
    vacating,
)

ACCOUNT = [
    path("login/", account.log_in, name="login"),
    path("logout/", account.log_out, name="logout"),
    path("password/", account.password, name="password"),
    path("link/<str:token>/", account.invitation, name="invitation"),
]

LINKAGE = [
    path("slips/", slips.slips_page, name="slips"),
    path("slips/new/", slips.new_slip, name="new-slip"),
    path("slips/<uuid:public_id>/", slips.slip_page, name="slip"),
    path("slips/<uuid:public_id>/attach/", slips.attach_file, name="slip-attach"),
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
    path("duties/generate/", duties.generate, name="generate-duties"),
    path("duties/<uuid:public_id>/", duties.duty_page, name="duty"),
    path("duties/<uuid:public_id>/do/<slug:verb>/", duties.duty_act, name="duty-act"),
    path("duties/<uuid:public_id>/days/", duties.days, name="duty-days"),
    path("records/", records.records_page, name="records"),
    path("records/new/", records.new_record, name="new-record"),
    path("records/<uuid:public_id>/", records.record_page, name="record"),
    path("records/<uuid:public_id>/do/<slug:verb>/", records.record_act_view, name="record-act"),
]

OFFICE = [
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

urlpatterns = [path("", home.desk, name="desk"), *ACCOUNT, *LINKAGE, *REGISTER, *DUTIES, *OFFICE]
