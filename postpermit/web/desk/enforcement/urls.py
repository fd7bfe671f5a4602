"""Addresses of visits, lists of questions and the class a unit should have, one list per subject."""

from typing import Any

from django.urls import path

from postpermit.web.desk.enforcement import (
    brief,
    checklists,
    classification,
    disclosure,
    filling,
    findings,
    paper_acts,
    papers,
    preparing,
    unlicensed,
    visit,
    visit_files,
    visits,
)

VISITS: list[Any] = [
    path("visits/", visits.visits_page, name="visits"),
    path("visits/new/", preparing.new_visit, name="new-visit"),
    path("visits/exception/", preparing.except_visit, name="visit-exception"),
    path("visits/disclosure/", disclosure.disclosure_page, name="visit-disclosure"),
    path("visits/disclosure/done/", disclosure.disclose, name="visit-disclose"),
    path("visits/unlicensed/", unlicensed.new_unlicensed_unit, name="new-unlicensed"),
    path("visits/<uuid:public_id>/", visit.visit_page_view, name="visit"),
    path("visits/<uuid:public_id>/do/<slug:verb>/", visit.visit_act, name="visit-act"),
    path("visits/<uuid:public_id>/brief/", brief.brief_page, name="visit-brief"),
    path("visits/<uuid:public_id>/answers/", filling.save_answers, name="visit-answers"),
    path("visits/<uuid:public_id>/version/", filling.choose_version, name="visit-version"),
    path("visits/<uuid:public_id>/code/", filling.save_code, name="visit-code"),
    path("visits/<uuid:public_id>/list/", filling.choose_list, name="visit-list"),
    path("visits/<uuid:public_id>/record/", filling.save_record, name="visit-record"),
    path("visits/<uuid:public_id>/record/reopen/", filling.reopen_record, name="visit-reopen-record"),
    path("visits/<uuid:public_id>/participants/", filling.save_participant, name="visit-participant"),
    path("visits/<uuid:public_id>/take-back/", filling.ask_take_back, name="visit-take-back"),
    path("visits/<uuid:public_id>/find/", filling.add_finding, name="visit-find"),
    path("visits/<uuid:public_id>/slip/", filling.slip_findings, name="visit-slip"),
    path("visits/<uuid:public_id>/pictures/", visit_files.add_pictures, name="visit-pictures"),
    path("visits/<uuid:public_id>/attach/", visit_files.visit_attach, name="visit-attach"),
    path("visits/<uuid:public_id>/print/<slug:kind>/", papers.print_paper, name="visit-print"),
    path("visits/<uuid:public_id>/number/<slug:kind>/", paper_acts.number_paper, name="visit-number-paper"),
    path("visits/<uuid:public_id>/caption/", paper_acts.caption_picture, name="visit-caption"),
    path("visits/findings/<uuid:public_id>/grounds/", paper_acts.choose_grounds, name="visit-grounds"),
    path("visits/<uuid:public_id>/sign/", papers.sign_paper, name="visit-sign-paper"),
    path("visits/papers/<uuid:public_id>/<slug:kind>/", papers.print_signed, name="signed-paper"),
]
FINDINGS: list[Any] = [
    path("visits/findings/", findings.findings_page, name="visit-findings"),
    path(
        "visits/findings/<uuid:public_id>/do/<slug:verb>/", visit.visit_finding_act, name="visit-finding-act"
    ),
]
LISTS: list[Any] = [
    path("checklists/", checklists.checklists_page, name="checklists"),
    path("checklists/load/", checklists.load, name="checklist-load"),
    path("checklists/template/", checklists.template, name="checklist-template"),
    path("checklists/<uuid:public_id>/", checklists.loaded_page, name="loaded-checklist"),
    path("classification/", classification.classification_page, name="classification"),
]

ENFORCEMENT = [*VISITS, *FINDINGS, *LISTS]
