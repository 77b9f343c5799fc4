"""The two addresses of the looks themselves: large type on or off, and the gallery of components."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from ..pages.page import Declares
from .gallery import PAGES, page

A_YEAR = 365 * 24 * 60 * 60  # seconds


class LargeType(View):
    """Turns large type (长辈版) on or off and goes back; it is a matter of the device, so a cookie holds it."""

    declares = Declares("public")

    def post(self, request):
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        answer = HttpResponseRedirect(back if is_ours else "/")
        wanted = "1" if request.POST.get("large") == "1" else "0"
        answer.set_cookie("gh_large", wanted, A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
        return answer


class Gallery(View):
    """Every component and skeleton with made-up content: desk, phone and board."""

    declares = Declares("public")

    def get(self, request):
        name = request.GET.get("as", "")
        template, context = page(name if name in PAGES else "parts")
        return render(request, template, context)
