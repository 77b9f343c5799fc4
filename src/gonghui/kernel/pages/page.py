"""The page: closed unless opened. Says who may see it, asks who is there and what day it is, words refusals."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.base import ContextMixin

from ..refusals import Refusal
from ..rules import Rule, rule
from ..ui.shown import Crumb

SIGHTS = ("post", "person", "assignment", "public", "system")


@rule(_("任何在岗人员"))
def any_post(by, record) -> bool:
    return by is not None


@dataclass(frozen=True)
class Declares:
    """How a page is seen (contracts §4), by which roles or rule, and on what authority: a row of the access matrix."""

    sight: str
    by: Rule | tuple[str, ...] = any_post
    cites: str = ""

    def __post_init__(self):
        if self.sight not in SIGHTS:
            raise ValueError(f"a page is seen by {', '.join(SIGHTS)}; not by {self.sight!r}")


def holds(who, by, record=None) -> bool:
    """Whether the post `by` has one of the roles `who`, or the rule `who` holds for it on `record`."""
    if by is None:
        return False
    return who(by, record) if isinstance(who, Rule) else by.role in who


class Page(ContextMixin, View):
    """Stands before a Django view: sends strangers to sign in, and finds nothing for those whom it does not admit."""

    declares: Declares
    request: Any
    frame = "ui/desk.html"
    title: Any = ""
    back_url: Any = ""

    @cached_property
    def record(self) -> Any:
        """The record this is a page of; None where it is of none."""
        return None

    @property
    def by(self):
        """The active post of who is asking, or None."""
        return self.request.post

    @cached_property
    def today(self):
        """The day that counts for what is done here; read nowhere below the page."""
        return timezone.localdate()

    def dispatch(self, request, *args, **kwargs):
        if self.declares.sight == "public":
            return self.answer(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return self.to_sign_in()
        if not holds(self.declares.by, self.by, self.record):
            raise Http404
        response = self.answer(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def answer(self, request, *args, **kwargs):
        """The view's own answer, drawn; a refusal on the way is a page with its sentence."""
        try:
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        except Refusal as refusal:
            told = {"frame": self.frame, "sentence": refusal, "back_url": self.back_url or "/"}
            response = render(request, "ui/refused.html", told, status=409)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def to_sign_in(self):
        answer = redirect_to_login(self.request.get_full_path())
        return HttpResponse(headers={"HX-Redirect": answer.url}) if "HX-Request" in self.request.headers else answer

    def crumbs(self) -> list[Crumb]:
        """The way here; the last one is this page."""
        return []

    def get_context_data(self, **kwargs):
        own = {name: getattr(self, name) for name in ("frame", "title", "by", "today", "back_url", "record")}
        return super().get_context_data(**own | {"crumbs": self.crumbs()} | kwargs)


class OfRecord(Page):
    """A page of one record: found by its `key` among what `by` may see, or not found."""

    queryset: Any = None
    key = "number"

    @cached_property
    def record(self) -> Any:
        return get_object_or_404(self.queryset.visible_to(self.by), **{self.key: self.kwargs[self.key]})

    def url_of(self, name, *args) -> str:
        """The address of another page of this record, in the same namespace."""
        return reverse(f"{self.request.resolver_match.namespace}:{name}", args=[self.kwargs[self.key], *args])
