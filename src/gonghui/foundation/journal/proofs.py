"""Proofs: commands that look for what must never be, and say so by their exit code (contracts §1)."""

import json
import sys
from collections.abc import Iterable
from itertools import islice

from django.core.management.base import BaseCommand

SHOWN = 20


class Proof(BaseCommand):
    """Exit 0: proven; 1: violated, the first 20 breaches as JSON lines; what cannot run rises and ends with 2."""

    requires_system_checks = []
    proven = ""

    def breaches(self) -> Iterable[dict]:
        """What is found to be wrong, each with `what` and `where`."""
        raise NotImplementedError

    def handle(self, *args, **options):
        found = list(islice(self.breaches(), SHOWN + 1))
        for breach in found[:SHOWN]:
            self.stdout.write(json.dumps(breach, ensure_ascii=False, default=str))
        if found:
            sys.exit(1)
        self.stdout.write(self.proven)
