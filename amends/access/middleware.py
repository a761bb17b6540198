"""Every request in its place: who asks, at which door, after which look, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

from amends.access.asking import AskedRequest, NotOpen, TooManyCases, arrive, set_key


@dataclass(frozen=True)
class Door:
    """One door: where it begins, who may go in, where one signs in to it, and what a look there is for."""

    begins: str
    opens_to: frozenset[str]
    entrance: str
    purpose: str


DOORS = (
    Door("/my/", frozenset({"survivor"}), "/enter/words/", "my own case"),
    Door("/answer/", frozenset({"accountable"}), "/enter/words/", "answering what is asked of me"),
    Door(
        "/staff/",
        frozenset({"advocate", "facilitator", "coach", "director"}),
        "/enter/",
        "working on the case",
    ),
    Door("/office/", frozenset({"liaison", "counsel"}), "/enter/", "the word on the case"),
)

# The last is how the server ends a connection whose page kept its transaction idle for too long.
OUT_OF_REACH = (OperationalError, InterfaceError, InternalError)

Answer = Callable[[HttpRequest], HttpResponse]


class SittingMiddleware:
    """Lets a request through its door, or answers for it.

    The look at a case is committed before the transaction of the request begins, on the same connection. A response
    that says that something went wrong leaves nothing written.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        door = next((door for door in DOORS if request.path_info.startswith(door.begins)), None)
        try:
            response = self.get_response(request) if door is None else self.through(door, request)
        except OUT_OF_REACH:
            connection.close()
            response = out_of_reach(request)
        # No cache keeps anything of it, the browser's own neither, whether or not it was behind a door.
        response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer when the records went out of reach in the midst of a page: Django would say that we made a mistake."""
        return out_of_reach(request) if isinstance(error, OUT_OF_REACH) else None

    def through(self, door: Door, request: HttpRequest) -> HttpResponse:
        """Answer a request for a page behind a door."""
        key = request.COOKIES.get(settings.SITTING_COOKIE, "")
        try:
            match = resolve(request.path_info)
            asker = key and arrive(key, case=match.kwargs.get("case_id"), purpose=door.purpose)
        except (NotOpen, Resolver404):
            return nothing_here(request)
        except TooManyCases:
            return render(request, "429.html", status=429)
        if not asker:
            return HttpResponseRedirect(door.entrance)
        if not door.opens_to & asker.roles:
            return nothing_here(request)
        cast(AskedRequest, request).asker = asker
        with transaction.atomic(durable=True):
            set_key(key)
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response


def out_of_reach(request: HttpRequest) -> HttpResponse:
    """Answer that the records cannot be reached and that nothing was saved; it names nobody and nothing."""
    return render(request, "503.html", status=503)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer as for an address that does not exist, whatever the cause."""
    return render(request, "404.html", status=404)
