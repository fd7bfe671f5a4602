"""The small registers as a table: which model holds a kind of fact, and what it asks."""

from django.db import models

from postpermit.register.models import (
    Complaint,
    CreditGrade,
    EiaRecord,
    EnvironmentalStatistic,
    KeyUnitListing,
    Penalty,
)

# Kind → (model, fields asked in order; the first ones marked True are required).
FACT_FIELDS: dict[str, tuple[type[models.Model], tuple[tuple[str, bool], ...]]] = {
    "eia": (EiaRecord, (("number", True), ("project", True))),
    "key-unit": (KeyUnitListing, (("year", True), ("kinds", True))),
    "statistic": (EnvironmentalStatistic, (("year", True), ("item", True), ("amount", True))),
    "credit": (CreditGrade, (("year", True), ("grade", True))),
    "penalty": (Penalty, (("number", True), ("conduct", True), ("amount", True))),
    "complaint": (Complaint, (("what", True), ("verified", False))),
}
