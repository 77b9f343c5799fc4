from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [path("<uuid:uid>", views.DocumentPage.as_view(), name="document")]
