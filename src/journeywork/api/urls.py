"""Where the API is mounted."""

from django.urls import path

from journeywork.api.app import api

urlpatterns = [path("v1/", api.urls)]
