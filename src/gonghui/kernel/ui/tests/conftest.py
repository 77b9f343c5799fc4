"""Pages are tried in the frame alone, without what the desks put around it."""

import pytest
from django.conf import settings as product

DESKS = "gonghui.desks."


@pytest.fixture(autouse=True)
def bare_frame(settings):
    (engine,) = product.TEMPLATES
    options = engine["OPTIONS"]
    processors = [name for name in options["context_processors"] if not name.startswith(DESKS)]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**options, "context_processors": processors}}]
