from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hardship", "0009_recusals_of_reliefs")]

    operations = [
        migrations.AlterModelOptions(
            name="fileconflict", options={"ordering": ["-begun_on", "-pk"], "verbose_name": "档案冲突"}
        ),
        migrations.RemoveConstraint(model_name="fileconflict", name="hardship_conflict_once"),
        migrations.RenameField(model_name="fileconflict", old_name="found_on", new_name="begun_on"),
        migrations.AlterField(
            model_name="fileconflict",
            name="begun_on",
            field=models.DateField(editable=False, verbose_name="开始日期"),
        ),
        migrations.AlterField(
            model_name="fileconflict",
            name="position",
            field=models.IntegerField(db_index=True, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="fileconflict",
            name="unit",
            field=models.ForeignKey(
                on_delete=models.PROTECT, related_name="+", to="organisations.unit", verbose_name="所属工会"
            ),
        ),
        migrations.AlterField(
            model_name="fileconflict",
            name="file",
            field=models.ForeignKey(
                on_delete=models.PROTECT, related_name="+", to="hardship.hardshiparchive", verbose_name="待办理的档案"
            ),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="number",
            field=models.CharField(default="", editable=False, max_length=32, verbose_name="编号"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="state",
            field=models.CharField(
                choices=[("found", "待核对"), ("settled", "已核对")],
                default="found",
                editable=False,
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="办结期限"),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="days_left",
            field=models.SmallIntegerField(blank=True, editable=False, null=True, verbose_name="剩余工作日"),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="returned_from",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="退回前状态"),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="persons",
            field=ArrayField(
                base_field=models.CharField(max_length=64),
                default=list,
                editable=False,
                size=None,
                verbose_name="相同的人",
            ),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[
                    ("stays", "留在在档档案,不计入待建档的家庭"),
                    ("moves", "转入待建档的家庭,原家庭不再计入"),
                    ("wrong", "不是同一个人,证件号码填写有误"),
                ],
                editable=False,
                max_length=8,
                verbose_name="决定",
            ),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="reason",
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由"),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="settled_by",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="决定人"),
        ),
        migrations.AddField(
            model_name="fileconflict",
            name="settled_on",
            field=models.DateField(editable=False, null=True, verbose_name="决定日期"),
        ),
    ]
