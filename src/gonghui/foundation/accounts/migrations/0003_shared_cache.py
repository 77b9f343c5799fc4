from django.db import migrations

MAKE = """
CREATE TABLE accounts_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_end_stand_ins_and_keep_phone_codes")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE accounts_cache")]
