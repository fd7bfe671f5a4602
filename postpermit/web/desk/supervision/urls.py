"""Addresses of supervision, one list per file of views."""

from typing import Any

from django.urls import path

from postpermit.web.desk.supervision import (
    campaigns,
    check,
    checks,
    corrections,
    events,
    evidence,
    findings,
    intake,
    minute,
    notice_files,
    notices,
    plans,
    readers,
    reviews,
    stop_notes,
    typing,
    versions,
)

CHECKS: list[Any] = [
    path("reports/", checks.checks_page, name="report-checks"),
    path("reports/sign-clean/", checks.sign_clean_view, name="sign-clean"),
    path("reports/<uuid:public_id>/", check.check_page, name="report-check"),
    path("reports/<uuid:public_id>/audit/", check.check_audit, name="check-audit"),
    path("reports/<uuid:public_id>/do/<slug:verb>/", check.check_act, name="check-act"),
    path("reports/<uuid:public_id>/versions/<int:number>/", versions.version_page, name="report-version"),
    path("reports/<uuid:public_id>/review/<slug:division>/", reviews.review_page, name="report-review"),
    path("reports/<uuid:public_id>/hints/", reviews.hints_batch, name="hints-batch"),
    path("reports/<uuid:public_id>/find/", reviews.add_view, name="finding-add"),
    path("reports/hints/<uuid:public_id>/do/<slug:verb>/", reviews.hint_act, name="hint-act"),
    path("reports/reviews/<uuid:public_id>/sign/", reviews.sign_view, name="review-sign"),
    path("reports/<uuid:public_id>/readers/", readers.give_view, name="reader-give"),
    path("reports/<uuid:public_id>/propose/", readers.propose_view, name="reader-propose"),
    path("reports/<uuid:public_id>/conclude/", readers.conclude_view, name="reader-sign"),
]
FINDINGS: list[Any] = [
    path("findings/", findings.findings_page, name="findings"),
    path("findings/hand-over/", findings.hand_over_view, name="hand-over"),
    path("findings/<uuid:public_id>/", findings.finding_page, name="finding"),
    path("findings/<uuid:public_id>/attach/", findings.attach_view, name="finding-attach"),
    path("findings/<uuid:public_id>/do/<slug:verb>/", findings.finding_act, name="finding-act"),
]
NOTICES: list[Any] = [
    path("notices/", notices.notices_page, name="notices"),
    path("reports/<uuid:public_id>/notice/", notices.notice_draft, name="notice-draft"),
    path("notices/<uuid:public_id>/", notices.notice_page, name="notice"),
    path("notices/<uuid:public_id>/edit/", notices.notice_edit, name="notice-edit"),
    path("notices/<uuid:public_id>/do/<slug:verb>/", notices.notice_act, name="notice-act"),
    path("notices/<uuid:public_id>/print/<slug:kind>/", notice_files.notice_print, name="notice-print"),
    path("notices/<uuid:public_id>/attach/", notice_files.notice_attach, name="notice-attach"),
    path(
        "notices/<uuid:public_id>/corrections/", corrections.corrections_receive, name="corrections-receive"
    ),
]
INTAKE: list[Any] = [
    path("reports/receive/", intake.report_receive, name="report-receive"),
    path("reports/template/<slug:kind>/", intake.report_template, name="report-template"),
    path("reports/type/", typing.report_type, name="report-type"),
    path("reports/stop-note/", stop_notes.report_stop_note, name="report-stop-note"),
]
CAMPAIGNS: list[Any] = [
    path("campaigns/", campaigns.campaigns_page, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new-campaign"),
    path("campaigns/<uuid:public_id>/", campaigns.campaign_page, name="campaign"),
    path("campaigns/<uuid:public_id>/do/<slug:verb>/", campaigns.campaign_act, name="campaign-act"),
    path("campaigns/<uuid:public_id>/list/", campaigns.city_list, name="campaign-list"),
    path("campaigns/<uuid:public_id>/form/", campaigns.return_form, name="campaign-form"),
    path("campaigns/<uuid:public_id>/filled/", campaigns.filled, name="campaign-filled"),
    path("reports/rules/", campaigns.rules_page, name="rule-statistics"),
    path("reports/minute/", minute.minute_page, name="minute"),
    path("reports/minute/note/", minute.note_submitted, name="minute-note"),
]
EVIDENCE: list[Any] = [
    path("disclosures/", evidence.disclosures_page, name="disclosures"),
    path("disclosures/new/", evidence.new_disclosure, name="new-disclosure"),
    path("disclosures/<uuid:public_id>/", evidence.disclosure_page, name="disclosure"),
    path("disclosures/<uuid:public_id>/attach/", evidence.disclosure_attach, name="disclosure-attach"),
    path("disclosures/<uuid:public_id>/do/<slug:verb>/", evidence.disclosure_act, name="disclosure-act"),
    path("ledger-checks/", evidence.ledger_checks_page, name="ledger-checks"),
    path("ledger-checks/new/", evidence.new_ledger_check, name="new-ledger-check"),
    path("ledger-checks/<uuid:public_id>/", evidence.ledger_check_page, name="ledger-check"),
    path("ledger-checks/<uuid:public_id>/attach/", evidence.ledger_check_attach, name="ledger-check-attach"),
    path(
        "ledger-checks/<uuid:public_id>/do/<slug:verb>/", evidence.ledger_check_act, name="ledger-check-act"
    ),
    path("emergency-plans/", plans.plans_page, name="emergency-plans"),
    path("emergency-plans/new/", plans.new_plan, name="new-emergency-plan"),
    path("emergency-plans/<uuid:public_id>/", plans.plan_page, name="emergency-plan"),
    path("emergency-plans/<uuid:public_id>/attach/", plans.plan_attach, name="emergency-plan-attach"),
    path("emergency-plans/<uuid:public_id>/do/<slug:verb>/", plans.plan_act, name="emergency-plan-act"),
    path("events/", events.events_page, name="events"),
    path("events/new/", events.new_event, name="new-event"),
    path("events/<uuid:public_id>/", events.event_page, name="event"),
    path("events/<uuid:public_id>/receipt/", events.event_receipt, name="event-receipt"),
    path("events/<uuid:public_id>/attach/", events.event_attach, name="event-attach"),
    path("events/<uuid:public_id>/do/<slug:verb>/", events.event_act, name="event-act"),
    path("events/routings/<uuid:public_id>/do/<slug:verb>/", events.routing_act, name="routing-act"),
]

SUPERVISION = [*INTAKE, *CAMPAIGNS, *CHECKS, *FINDINGS, *NOTICES, *EVIDENCE]
