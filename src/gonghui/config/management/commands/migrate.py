"""`migrate` works as the owner, whoever calls it: the application role may not change the shape of the records."""

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from gonghui.config import readiness


class Command(Migrate):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        with connections["owner"].cursor() as cursor:
            readiness.wait_no_longer_than(cursor)
        super().handle(*args, **{**options, "database": "owner"})
