"""What was seen at a registered unit beside what its registration form says (plan 6.1)."""

from collections.abc import Mapping
from datetime import date

from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.rules.registered import ENTRIES, Difference, RegistrationForm, form_differences
from postpermit.register.models import Facility
from postpermit.register.queries import registration_form
from postpermit.register.states import RegisteredKind

# Rows of the form in the register → the entry that they make up.
ENTRY_OF = {
    RegisteredKind.PRODUCT: "products",
    RegisteredKind.FUEL: "fuel",
    RegisteredKind.SOLVENT: "voc_materials",
    RegisteredKind.TREATMENT: "treatment",
    RegisteredKind.DESTINATION: "destination",
    RegisteredKind.STANDARD: "standard",
}
LIST = "registered"


def form_on(facility: Facility, on: date) -> RegistrationForm:
    """The registration form as of a day, each entry as the list of its names."""
    found: dict[str, list[str]] = {entry: [] for entry in ENTRY_OF.values()}
    for row in registration_form(facility, on):
        found[ENTRY_OF[RegisteredKind(row.kind)]].append(row.name)
    return RegistrationForm(**{entry: "、".join(names) for entry, names in found.items()})


def differences_of(
    visit: Visit, on: date, answers: Mapping[str, tuple[VisitAnswer, ...]]
) -> tuple[Difference, ...]:
    """Entry by entry where what was noted differs from the form; nothing on visits with another list."""
    if visit.checklist != LIST:
        return ()
    noted = {entry: answers.get(question, ()) for entry, (_, question) in ENTRIES.items()}
    seen = RegistrationForm(
        **{entry: rows[0].note if len(rows) == 1 else "" for entry, rows in noted.items()}
    )
    return form_differences(form_on(visit.facility, on), seen)
