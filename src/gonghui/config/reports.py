"""What browsers and watchers tell and ask the server itself: blocked content, being alive."""

import json
import logging
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from . import health

LOG = logging.getLogger("gonghui.csp")
LONGEST_REPORT = 8192  # bytes


@csrf_exempt  # the browser itself reports, without a form
@require_POST
def blocked_content(request: HttpRequest) -> HttpResponse:
    """A browser kept back content that the policy forbids: one line in the log, without query strings."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)["csp-report"]
        LOG.warning("blocked %s from %s on %s", *map(_without_query, _told(report)))
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    return HttpResponse(status=204)


@require_GET
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing more is claimed."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def ready(_request: HttpRequest) -> HttpResponse:
    """The work goes on: the database takes and gives, jobs run, the journal is sealed; 503 with what does not."""
    try:
        red = health.red(timezone.now())
    except DatabaseError:
        red = ["database"]
    return HttpResponse(" ".join(red) or "ok", status=503 if red else 200, content_type="text/plain")


def _told(report: dict) -> tuple:
    directive = report.get("effective-directive") or report["violated-directive"]
    return directive, report["blocked-uri"], report["document-uri"]


def _without_query(text: str) -> str:
    parts = urlsplit(text)
    return f"{parts.scheme}{'://' if parts.netloc else ''}{parts.netloc}{parts.path}"[:200]
