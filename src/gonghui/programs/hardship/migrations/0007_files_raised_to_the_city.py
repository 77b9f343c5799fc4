from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hardship", "0006_existing_files_by_workbook")]

    operations = [
        migrations.AddField(
            model_name="hardshiparchive",
            name="is_raised",
            field=models.BooleanField(default=False, editable=False, verbose_name="由市级审核"),
        ),
    ]
