"""Addresses of supervision, one list per file of views."""

from typing import Any

CHECKS: list[Any] = []
FINDINGS: list[Any] = []
NOTICES: list[Any] = []
INTAKE: list[Any] = []
CAMPAIGNS: list[Any] = []
EVIDENCE: list[Any] = []

SUPERVISION = [*INTAKE, *CAMPAIGNS, *CHECKS, *FINDINGS, *NOTICES, *EVIDENCE]
