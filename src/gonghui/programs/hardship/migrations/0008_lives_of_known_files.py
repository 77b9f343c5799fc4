from django.db import migrations

LIVES = """
UPDATE hardship_incomeline line SET year = file.year FROM hardship_hardshiparchive file
  WHERE file.id = line.file_id AND line.year = 0;
UPDATE hardship_hardshiparchive SET recheck_on =
  filed_on + CASE grade WHEN 'accidental_difficulty' THEN interval '3 months' ELSE interval '12 months' END
  WHERE state = 'on_file' AND recheck_on IS NULL;
INSERT INTO hardship_spell (file_id, starts_on, reason)
  SELECT id, filed_on, '' FROM hardship_hardshiparchive f WHERE state = 'on_file'
  AND NOT EXISTS (SELECT FROM hardship_spell s WHERE s.file_id = f.id);
INSERT INTO hardship_gradespell (file_id, grade, starts_on)
  SELECT id, grade, filed_on FROM hardship_hardshiparchive f WHERE state = 'on_file'
  AND NOT EXISTS (SELECT FROM hardship_gradespell s WHERE s.file_id = f.id);
SET CONSTRAINTS ALL IMMEDIATE;
"""
"""The life so far of the files that are there: on file since their approval, in the grade they have."""


class Migration(migrations.Migration):
    dependencies = [("hardship", "0007_files_raised_to_the_city")]
    operations = [migrations.RunSQL(LIVES, migrations.RunSQL.noop)]
