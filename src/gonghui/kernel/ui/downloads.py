"""A file to take away: never opened in the browser, never taken for another kind than it is."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """An answer that the browser saves under a name."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
