from django.conf import settings
from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [path("looks/large", views.large_type, name="large")]
if settings.DEBUG or getattr(settings, "SHOWS_GALLERY", False):
    urlpatterns.append(path("gallery", views.gallery, name="gallery"))
