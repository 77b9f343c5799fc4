from django.db import migrations


class Migration(migrations.Migration):
    """Conflicts found before they had numbers get one of their own series; may run again."""

    dependencies = [("hardship", "0010_conflicts_are_cases")]

    operations = [
        migrations.RunSQL(
            "UPDATE hardship_fileconflict SET number = 'CT-0-' || lpad(id::text, 4, '0') WHERE number = ''",
            migrations.RunSQL.noop,
        )
    ]
