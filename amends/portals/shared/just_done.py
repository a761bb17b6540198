"""What was just done, kept in the browser until the next page says it: sealed, and for one sitting alone."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http.response import HttpResponseBase

from amends.entrance.sealing import open_sealed, seal
from amends.entrance.sittings import key_hash

COOKIE = "messages"
PURPOSE = "just done"
# Whatever is said is filled up to this many bytes, so that the length of the cookie tells nothing of it.
BYTES = 1532


class JustDone(BaseStorage):
    """Django's messages, in one cookie that opens only for the sitting in which they were said, while it lasts.

    Django's own cookie is signed and can be read: whoever takes up a shared phone after a survivor would find in it
    that they have stopped, and whoever signs in next would be shown so.
    """

    def _get(self, *_: Any, **__: Any) -> tuple[list[Message], bool]:
        """Return what waits for whoever asks. What does not open for them goes out of the browser unread."""
        held = self.request.COOKIES.get(COOKIE)
        if held is None:
            return [], True
        try:
            text = open_sealed(PURPOSE, self._whose(), base64.urlsafe_b64decode(held))
        except ValueError:
            self.used = True
            return [], True
        return [Message(level, said, tags) for level, said, tags in json.loads(text)], True

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        """Keep for the next page what was not said yet. Of a request that failed nothing is kept: it was taken back."""
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            self._queued_messages: list[Message] = []
        return super().update(response)

    def _store(
        self, messages: list[Message], response: HttpResponseBase, *_: Any, **__: Any
    ) -> list[Message]:
        """Seal what waits, or take the cookie away when nothing does. What is too much loses its oldest."""
        waiting = list(messages) if self._whose() else []
        while (text := as_text(waiting)) and len(text) > BYTES:
            waiting.pop(0)
        if waiting:
            sealed = seal(PURPOSE, self._whose(), text.ljust(BYTES))
            response.set_cookie(
                COOKIE,
                base64.urlsafe_b64encode(sealed).decode(),
                path="/",
                secure=settings.SITTING_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        elif COOKIE in self.request.COOKIES:
            response.delete_cookie(COOKIE, path="/", samesite="Strict")
        return []

    def _whose(self) -> str:
        """Return whose words these are: a sitting that stands now, by the hash of its key; or nobody's."""
        if not hasattr(self.request, "asker"):
            return ""
        return key_hash(self.request.COOKIES[settings.SITTING_COOKIE]).hex()


def as_text(messages: list[Message]) -> bytes:
    """Return messages as JSON in UTF-8."""
    told = [(one.level, one.message, one.extra_tags) for one in messages]
    return json.dumps(told, ensure_ascii=False).encode()
