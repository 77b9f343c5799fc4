"""What browsers and watchers tell and ask the server itself: blocked content, being alive."""

import json
import logging
from urllib.parse import urlsplit

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

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


@transaction.non_atomic_requests  # a transaction would fail before the question is asked
@require_GET
def ready(_request: HttpRequest) -> HttpResponse:
    """The process reaches its database; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _told(report: dict) -> tuple:
    directive = report.get("effective-directive") or report["violated-directive"]
    return directive, report["blocked-uri"], report["document-uri"]


def _without_query(text: str) -> str:
    parts = urlsplit(text)
    return f"{parts.scheme}{'://' if parts.netloc else ''}{parts.netloc}{parts.path}"[:200]
