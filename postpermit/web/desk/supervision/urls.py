"""Addresses of supervision, one list per file of views."""

from typing import Any

from django.urls import path

from postpermit.web.desk.supervision import (
    campaigns,
    checks,
    corrections,
    findings,
    minute,
    notice_files,
    notices,
    readers,
    reviews,
    versions,
)

CHECKS: list[Any] = [
    path("reports/", checks.checks_page, name="report-checks"),
    path("reports/sign-clean/", checks.sign_clean_view, name="sign-clean"),
    path("reports/<uuid:public_id>/", checks.check_page, name="report-check"),
    path("reports/<uuid:public_id>/audit/", checks.check_audit, name="check-audit"),
    path("reports/<uuid:public_id>/do/<slug:verb>/", checks.check_act, name="check-act"),
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
    path("notices/<uuid:public_id>/corrections/", corrections.corrections_receive, name="corrections-receive"),
]
INTAKE: list[Any] = []
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
EVIDENCE: list[Any] = []

SUPERVISION = [*INTAKE, *CAMPAIGNS, *CHECKS, *FINDINGS, *NOTICES, *EVIDENCE]
