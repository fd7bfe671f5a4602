"""Foreign keys point down the ladder, and across rooms they leave no name upward."""

import pytest
from django.apps import apps
from django.db import models

from tests.house.house_rules import RUNG

OURS = [m for m in apps.get_models() if m.__module__.startswith("postpermit.")]


def room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_down_and_leave_no_name_upward(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if (
            not isinstance(field, models.ForeignKey)
            or not isinstance(target, type)
            or not target.__module__.startswith("postpermit.")
        ):
            continue
        if room(target) == room(model):
            continue
        assert RUNG[room(target)] < RUNG[room(model)], field
        assert field.remote_field.related_name == "+", field


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_model_is_named_in_chinese_and_its_public_ids_are_random(model: type[models.Model]) -> None:
    assert any("\u4e00" <= c <= "\u9fff" for c in str(model._meta.verbose_name))
    if any(f.name == "public_id" for f in model._meta.get_fields()):
        assert isinstance(model._meta.get_field("public_id"), models.UUIDField)


def test_nothing_is_deleted_in_cascade() -> None:
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is models.PROTECT, field
