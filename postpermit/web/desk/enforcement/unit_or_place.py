"""A form about a unit, or about a place where no unit is known."""

from django.http import HttpRequest

from postpermit.web.desk.supervision.entering import UnitChoice, chosen_unit
from postpermit.web.forms import FormReader


def unit_or_place(request: HttpRequest, form: FormReader) -> tuple[UnitChoice, str]:
    """The unit chosen, or none where only a place is written; what is unclear stands beside its field."""
    if request.method != "POST":
        return chosen_unit(request, form), ""
    place = form.text("place", "地点", longest=200)
    if place and not request.POST.get("unit", "").strip() and not request.POST.get("facility"):
        return UnitChoice(), place
    chosen = chosen_unit(request, form)
    if chosen.unit is None and not chosen.typed:
        form.errors["unit"] = "请填写单位；不知道是哪家的，写明地点。"
    return chosen, place
