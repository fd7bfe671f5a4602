from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0003_case_dates"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("inspection_code", ""), _negated=True),
                    models.Q(("state", "CANCELLED"), _negated=True),
                ),
                fields=("inspection_code",),
                name="a_visit_has_its_own_code",
            ),
        ),
    ]
