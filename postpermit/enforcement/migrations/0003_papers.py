import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("RECORD", "现场检查（勘察）笔录"),
    ("CHECKLIST", "现场检查单"),
    ("PHOTOS", "照片证据"),
    ("ORDER", "责令改正违法行为决定书"),
]
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def key(to, words, name="+", **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, verbose_name=words, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0002_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.AddField("signedpaper", "facility", key("register.facility", "当事人", null=True)),
        migrations.AlterField("signedpaper", "facility", key("register.facility", "当事人")),
        migrations.RemoveConstraint("signedpaper", "a_paper_has_one_version"),
        migrations.AddConstraint(
            "signedpaper",
            models.UniqueConstraint(
                fields=("visit", "kind", "facility", "version"), name="a_paper_has_one_version"
            ),
        ),
        migrations.CreateModel(
            name="PaperNumber",
            fields=[
                ID,
                ("kind", models.CharField(choices=KINDS, max_length=12, verbose_name="文书")),
                ("number", models.CharField(max_length=64, unique=True, verbose_name="文号")),
                ("by_ref", models.CharField(max_length=64, verbose_name="编号人")),
                ("by_name", models.CharField(max_length=64, verbose_name="编号人姓名")),
                ("at", models.DateTimeField(verbose_name="编号时间")),
                ("facility", key("register.facility", "当事人")),
                ("visit", key("enforcement.visit", "执法检查")),
            ],
            options={"verbose_name": "文书编号", "ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            "papernumber",
            models.UniqueConstraint(fields=("visit", "kind", "facility"), name="a_paper_has_one_number"),
        ),
        migrations.CreateModel(
            name="OrderGround",
            fields=[
                ID,
                ("duties", models.JSONField(default=list, verbose_name="违反的规定")),
                ("penalties", models.JSONField(default=list, verbose_name="依据的规定")),
                ("by_ref", models.CharField(max_length=64, verbose_name="选定人")),
                ("by_name", models.CharField(max_length=64, verbose_name="选定人姓名")),
                ("at", models.DateTimeField(verbose_name="选定时间")),
                ("finding", key("enforcement.visitfinding", "问题", "grounds")),
            ],
            options={"verbose_name": "责令改正依据", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="PictureCaption",
            fields=[
                ID,
                ("text", models.CharField(max_length=200, verbose_name="证明对象")),
                ("by_ref", models.CharField(max_length=64, verbose_name="补写人")),
                ("by_name", models.CharField(max_length=64, verbose_name="补写人姓名")),
                ("at", models.DateTimeField(verbose_name="补写时间")),
                ("picture", key("enforcement.visitpicture", "现场照片", "captions")),
            ],
            options={"verbose_name": "照片说明", "ordering": ["pk"]},
        ),
    ]
