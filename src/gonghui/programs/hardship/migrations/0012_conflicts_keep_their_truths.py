from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hardship", "0011_numbers_of_conflicts")]

    operations = [
        migrations.AlterField(
            model_name="fileconflict",
            name="number",
            field=models.CharField(editable=False, max_length=32, unique=True, verbose_name="编号"),
        ),
        migrations.AddConstraint(
            model_name="fileconflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "found")),
                fields=("file", "other_file_id"),
                name="hardship_conflict_once",
                violation_error_message="这两份档案的冲突已在核对。",
            ),
        ),
        migrations.AddConstraint(
            model_name="fileconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "found"),
                    models.Q(
                        ("reason__gt", ""),
                        ("settled_by__isnull", False),
                        ("settled_on__isnull", False),
                        ("verdict__gt", ""),
                    ),
                    _connector="OR",
                ),
                name="hardship_conflict_settled_has_reason",
                violation_error_message="已核对的档案冲突必须有决定、理由、决定人和日期。",
            ),
        ),
    ]
