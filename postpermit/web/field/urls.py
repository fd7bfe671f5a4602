"""Addresses of the door on site."""

from django.urls import path

from postpermit.web.field import exchange, sealed, shell

urlpatterns = [
    path("", shell.field_page, name="field"),
    path("sw.js", shell.service_worker, name="field-worker"),
    path("me/", exchange.whoami, name="field-me"),
    path("bundle/", exchange.load, name="field-bundle"),
    path("take/", exchange.receive, name="field-take"),
    path("import/", sealed.import_page, name="field-import"),
]
