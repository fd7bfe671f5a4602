"""Our addresses with Django's admin beside them, for the bench alone."""

from django.contrib import admin
from django.urls import include, path

from postpermit.duties.models import Duty


@admin.register(Duty)
class DutyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The change list as Django gives it, with the columns of our list and as many rows a page."""

    list_display = ("kind", "subject_name", "obligor", "period", "state", "due_on")
    list_select_related = ("obligor", "post")
    list_per_page = 30


urlpatterns = [path("admin/", admin.site.urls), path("", include("postpermit.config.urls"))]
