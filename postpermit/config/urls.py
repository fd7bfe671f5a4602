"""The root of all addresses: each door brings its own."""

from django.urls import include, path

urlpatterns = [
    path("field/", include("postpermit.web.field.urls")),
    path("public/", include("postpermit.web.public.urls")),
    path("", include("postpermit.web.desk.urls")),
]

handler404 = "postpermit.web.desk.errors.not_found"
handler500 = "postpermit.web.desk.errors.broken"
