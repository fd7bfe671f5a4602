"""Reads of the register."""

from postpermit.register.queries.dossier import Dossier, dossier, limits_on, registration_form
from postpermit.register.queries.lists import facility_list
from postpermit.register.search import search_facilities

__all__ = ["Dossier", "dossier", "facility_list", "limits_on", "registration_form", "search_facilities"]
