"""Addresses of mentoring."""

from django.urls import URLPattern, path

from journeywork.web.mentoring import health, lists, match, match_acts, match_plans, programme

#: What a coordinator opens.
_COORDINATING: list[URLPattern] = [
    path("programmes/", lists.programmes, name="programmes"),
    path("programmes/<str:key>/", programme.programme, name="programme"),
    path("programmes/<str:key>/act/", programme.act, name="programme-act"),
]

#: What those in a match open, and what is seen of matches by who coordinates.
_MATCHES: list[URLPattern] = [
    path("mentoring/matches/<uuid:match_id>/", match.match, name="mentoring-match"),
    path("mentoring/matches/<uuid:match_id>/write/", match.write, name="match-write"),
    path("mentoring/matches/<uuid:match_id>/act/", match_acts.act, name="match-act"),
    path("mentoring/matches/<uuid:match_id>/times/", match_plans.times, name="match-times"),
    path("mentoring/matches/<uuid:match_id>/agenda/", match_plans.agenda, name="match-agenda"),
    path("mentoring/matches/<uuid:match_id>/back/", match.looking_back, name="match-back"),
    path("programmes/<str:key>/health/", health.health, name="programme-health"),
]

PATHS: list[URLPattern] = [*_COORDINATING, *_MATCHES]
