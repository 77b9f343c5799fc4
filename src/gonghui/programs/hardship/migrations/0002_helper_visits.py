import uuid

import django.db.models.deletion
from django.db import migrations, models

import gonghui.kernel.encryption


class Migration(migrations.Migration):
    dependencies = [("hardship", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="HelperVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("visited_on", models.DateField(verbose_name="走访日期")),
                (
                    "way",
                    models.CharField(
                        choices=[("home", "入户"), ("phone", "电话"), ("talk", "约谈")],
                        max_length=5,
                        verbose_name="走访方式",
                    ),
                ),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("applicant", "申请人本人"),
                            ("family", "家庭成员"),
                            ("both", "本人和家庭成员"),
                            ("nobody", "没有见到"),
                        ],
                        max_length=9,
                        verbose_name="见到谁",
                    ),
                ),
                ("findings", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="走访情况")),
                (
                    "needs",
                    gonghui.kernel.encryption.EncryptedText(
                        blank=True, editable=True, null=True, verbose_name="家庭需求"
                    ),
                ),
                ("measures", models.CharField(blank=True, max_length=300, verbose_name="已采取的帮扶措施")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="计划下次走访")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
            ],
            options={
                "verbose_name": "帮扶走访",
                "ordering": ["-visited_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="pairlink",
            name="reminded_on",
            field=models.DateField(editable=False, null=True, verbose_name="提醒日期"),
        ),
        migrations.AddField(
            model_name="helpervisit",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="hardship.helpervisit",
                verbose_name="更正的记录",
            ),
        ),
        migrations.AddField(
            model_name="helpervisit",
            name="pair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="hardship.pairlink",
                verbose_name="结对帮扶",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpervisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("visited_on__lte", models.F("recorded_on"))),
                name="hardship_helper_visit_not_in_future",
                violation_error_message="走访日期不能在将来。",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpervisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on__isnull", True), ("next_on__gt", models.F("visited_on")), _connector="OR"),
                name="hardship_helper_visit_next_is_later",
                violation_error_message="计划下次走访的日期应晚于本次走访。",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpervisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="hardship_helper_visit_correction_has_reason",
                violation_error_message="更正走访记录须写明理由。",
            ),
        ),
    ]
