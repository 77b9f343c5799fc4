"""Language and type size: a matter of the device, so cookies hold them; an account remembers them for a new device."""

from django.conf import settings

A_YEAR = 365 * 24 * 60 * 60  # seconds
LARGE = "gh_large"


def remember(response, user, request):
    """Put what the person has chosen into the cookies that pages go by."""
    shared = {"max_age": A_YEAR, "samesite": "Lax", "httponly": True, "secure": request.is_secure()}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, **shared)
    response.set_cookie(LARGE, "1" if user.large_type else "0", **shared)
    return response


def is_new_device(request) -> bool:
    """Whether nothing has been chosen here yet."""
    return settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and LARGE not in request.COOKIES
