from django.conf import settings
from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [path("looks/large", views.LargeType.as_view(), name="large")]
if settings.DEBUG or getattr(settings, "SHOWS_GALLERY", False):
    urlpatterns.append(path("gallery", views.Gallery.as_view(), name="gallery"))
