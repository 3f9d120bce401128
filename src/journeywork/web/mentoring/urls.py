"""Addresses of mentoring."""

from django.urls import URLPattern, path

from journeywork.web.mentoring import apart, enrol, lists, mine, programme, taking_part, wishes

#: What a coordinator opens.
_COORDINATING: list[URLPattern] = [
    path("programmes/", lists.programmes, name="programmes"),
    path("programmes/<str:key>/", programme.programme, name="programme"),
    path("programmes/<str:key>/act/", programme.act, name="programme-act"),
]

#: What whoever takes part opens.
_TAKING_PART: list[URLPattern] = [
    path("mentoring/", mine.mine, name="mentoring"),
    path("mentoring/pairs/<uuid:pair_id>/answer/", mine.answer, name="mentoring-answer"),
    path("mentoring/apart/", apart.apart, name="mentoring-apart"),
    path("mentoring/programmes/<str:key>/", enrol.programme, name="mentoring-programme"),
    path("mentoring/programmes/<str:key>/act/", taking_part.act, name="mentoring-act"),
    path("mentoring/programmes/<str:key>/wishes/", wishes.wishes, name="mentoring-wishes"),
    path(
        "mentoring/programmes/<str:key>/possible/", taking_part.possible, name="mentoring-possible"
    ),
]

PATHS: list[URLPattern] = [*_COORDINATING, *_TAKING_PART]
