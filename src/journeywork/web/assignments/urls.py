"""Addresses of stretch assignments."""

from django.urls import URLPattern, path

from journeywork.web.assignments import acts, ending, lists, loan, opening, page, proposing

PATHS: list[URLPattern] = [
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/new/", opening.open_assignment, name="assignment-new"),
    path("assignments/propose/", proposing.propose, name="assignment-propose"),
    path("assignments/proposals/<uuid:proposal_id>/no/", lists.decline, name="assignment-no"),
    path("assignments/<uuid:assignment_id>/", page.assignment, name="assignment"),
    path("assignments/<uuid:assignment_id>/pulse/", page.pulse, name="assignment-pulse"),
    path("assignments/<uuid:assignment_id>/act/", acts.act, name="assignment-act"),
    path("assignments/<uuid:assignment_id>/lender/", acts.lender, name="assignment-lender"),
    path("assignments/<uuid:assignment_id>/end/", ending.end, name="assignment-end"),
    path("assignments/<uuid:assignment_id>/lend/", loan.loan, name="loan"),
    path("lend/<str:secret>/", loan.letter, name="loan-letter"),
]
