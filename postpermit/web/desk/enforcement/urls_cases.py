"""Addresses of penalty cases and of the registers of 执法大队 and 法制科."""

from typing import Any

from django.urls import path

from postpermit.web.desk.enforcement import campaigns, case_files, case_page, cases, complaints, publicity

CASES: list[Any] = [
    path("cases/", cases.cases_page, name="cases"),
    path("cases/new/", cases.new_case, name="new-case"),
    path("cases/<uuid:public_id>/", case_page.case_page, name="case"),
    path("cases/<uuid:public_id>/do/<slug:verb>/", case_page.case_act, name="case-act"),
    path("cases/<uuid:public_id>/files/", case_files.add_file, name="case-file"),
    path("cases/<uuid:public_id>/print/<slug:kind>/", case_files.print_case, name="case-print"),
    path("cases/files/<uuid:public_id>/drop/", case_files.drop_file, name="case-file-drop"),
    path("cases/reviews/<uuid:public_id>/do/<slug:verb>/", case_page.review_act, name="case-review-act"),
]
REGISTERS: list[Any] = [
    path("complaints/", complaints.complaints_page, name="complaints"),
    path("complaints/new/", complaints.new_complaint, name="new-complaint"),
    path("complaints/<uuid:public_id>/", complaints.complaint_page, name="complaint"),
    path("complaints/<uuid:public_id>/do/<slug:verb>/", complaints.complaint_act, name="complaint-act"),
    path("campaign-findings/", campaigns.findings_page, name="campaign-findings"),
    path("campaign-findings/new/", campaigns.new_finding, name="new-campaign-finding"),
    path("campaign-findings/<uuid:public_id>/", campaigns.finding_page, name="campaign-finding"),
    path(
        "campaign-findings/<uuid:public_id>/do/<slug:verb>/",
        campaigns.finding_act,
        name="campaign-finding-act",
    ),
    path("publicity/", publicity.publicity_page, name="publicity"),
    path("publicity/enter/", publicity.add_publicity, name="publicity-enter"),
    path("publicity/<uuid:public_id>/drop/", publicity.drop_publicity, name="publicity-drop"),
    path("credit/", publicity.credit_page, name="credit"),
]

CASE_DESK = [*CASES, *REGISTERS]
