"""Addresses of mentoring."""

from django.urls import URLPattern, path

from journeywork.web.mentoring import lists, programme

#: What a coordinator opens.
_COORDINATING: list[URLPattern] = [
    path("programmes/", lists.programmes, name="programmes"),
    path("programmes/<str:key>/", programme.programme, name="programme"),
    path("programmes/<str:key>/act/", programme.act, name="programme-act"),
]

PATHS: list[URLPattern] = [*_COORDINATING]
