"""The small program that browsers listen to: server-sent events that name parts of pages, and nothing else.

It decides no right. A browser that hears "work" asks for that part of its page, and is answered there as always.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

from django.db import Error as DatabaseError
from django.db import close_old_connections

from .hub import PARTS, Ears, Hub, Listener, TooMany
from .queries import Mark, changes_since, mark_now, parts_missed

logger = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Answer = TypeVar("Answer")

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_SIGNS_OF_LIFE = 20.0
SECONDS_BETWEEN_CHECKS = 60.0
# A browser that lost its stream comes back after this many thousandths of a second.
COME_BACK_AFTER = 4000
NOBODY, STRANGER, TOO_MANY, AWAY, UNKNOWN = 204, 403, 429, 503, 404


class Live:
    """An ASGI program; `who` finds from the cookies whose browser it is."""

    def __init__(
        self,
        who: Callable[[dict[str, str]], Ears | None],
        *,
        page_origin: str,
        most_per_account: int = 6,
    ) -> None:
        self.who = who
        self.page_origin = page_origin
        self.hub = Hub(most_per_account)
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self.tending: list[asyncio.Task[None]] = []
        # What was written before this is told to all who listened then.
        self.mark = Mark(0, 0)
        self.known: set[int] = set()
        self.starting = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live_with(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].endswith("/healthz"):
            return await _say(send, 200, b"ok")
        if scope["method"] != "GET" or not scope["path"].rstrip("/").endswith("/live"):
            return await _say(send, UNKNOWN)
        if not self._is_ours(headers):
            return await _say(send, STRANGER)
        await self._listen(headers, receive, send)
        return None

    def _is_ours(self, headers: dict[bytes, str]) -> bool:
        """Only the pages of this installation may listen with the cookies of their person."""
        origin = headers.get(b"origin", "")
        return origin in ("", self.page_origin) and (
            headers.get(b"sec-fetch-site", "same-origin") != "cross-site"
        )

    def _cors(self, headers: dict[bytes, str]) -> list[tuple[bytes, bytes]]:
        if b"origin" not in headers:
            return []
        return [
            (b"access-control-allow-origin", self.page_origin.encode()),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]

    async def _listen(self, headers: dict[bytes, str], receive: Receive, send: Send) -> None:
        cookies = _cookies(headers.get(b"cookie", ""))
        last_heard = Mark.read(headers.get(b"last-event-id", ""))
        cors = self._cors(headers)

        def look() -> Ears | None:
            return self.who(cookies)

        try:
            ears = await self._asked(look)
            if ears is None:
                return await _say(send, NOBODY, more=cors)
            listener = Listener(ears, look)
            self.hub.join(listener)
        except TooMany:
            return await _say(send, TOO_MANY, more=cors)
        except DatabaseError:
            return await _say(send, AWAY, more=cors)
        try:
            await self._tend()
            await self._stream(listener, last_heard, cors, receive, send)
        finally:
            self.hub.leave(listener)
        return None

    async def _stream(
        self,
        listener: Listener,
        last_heard: Mark | None,
        cors: list[tuple[bytes, bytes]],
        receive: Receive,
        send: Send,
    ) -> None:
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [
                        (b"content-type", b"text/event-stream"),
                        (b"cache-control", b"no-store"),
                        (b"x-accel-buffering", b"no"),
                        *cors,
                    ],
                }
            )
            missed = await self._asked(lambda: parts_missed(listener.ears.topics, last_heard))
            await _write(send, f"retry: {COME_BACK_AFTER}\n: listening\n\n")
            listener.tell(_told(PARTS if missed is None else missed))
            while not gone.done():
                if parts := _told(listener.take()):
                    await _write(
                        send,
                        f"id: {self.mark}\nevent: changed\ndata: {' '.join(sorted(parts))}\n\n",
                    )
                if listener.is_over:
                    await _write(send, "event: over\ndata: -\n\n")
                    break
                if not await _woken(listener, gone):
                    await _write(send, "event: here\ndata: -\n\n")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except DatabaseError:
            # The browser comes back by itself and says what it heard last.
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    # --- Reading what changed, and looking at rights anew

    async def _tend(self) -> None:
        """Before a stream asks what it missed, the reading goes on from there."""
        async with self.starting:
            if self.tending and not any(task.done() for task in self.tending):
                return
            for task in self.tending:
                task.cancel()
            self.mark, self.known = await self._asked(mark_now), set()
            self.tending = [
                asyncio.create_task(self._read_on()),
                asyncio.create_task(self._check_now_and_then()),
            ]

    async def _read_on(self) -> None:
        """One question for all streams of the process, as long as there are any."""
        while self.hub.listeners:
            try:
                await self._read()
            except DatabaseError:
                logger.warning("The database is away; trying again.")
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _read(self) -> None:
        reached = await self._asked(mark_now)
        found = await self._asked(lambda: changes_since(self.mark))
        for key, topic, part in found:
            if key not in self.known:
                await self._look_again(self.hub.hear(topic, part))
        # What is read again next time was read now, or is newer.
        self.known, self.mark = {key for key, _topic, _part in found}, reached

    async def _check_now_and_then(self) -> None:
        """A session that ran out, a post that ended by its day: nothing is written then."""
        while self.hub.listeners:
            await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
            await self._look_again(set(self.hub.listeners))

    async def _look_again(self, listeners: set[Listener]) -> None:
        for listener in listeners:
            try:
                ears = await self._asked(listener.again)
            except DatabaseError:
                continue
            if ears is None:
                listener.end()
            elif ears != listener.ears and listener in self.hub.listeners:
                self.hub.turn(listener, ears)
                listener.tell(PARTS)

    async def _asked(self, question: Callable[[], Answer]) -> Answer:
        def asked() -> Answer:
            close_old_connections()
            try:
                return question()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self.threads, asked)


def _told(parts: Any) -> set[str]:
    return set(parts) & set(PARTS)


def _cookies(header: str) -> dict[str, str]:
    jar = SimpleCookie()
    with contextlib.suppress(CookieError):
        jar.load(header)
    return {name: morsel.value for name, morsel in jar.items()}


async def _woken(listener: Listener, gone: "asyncio.Task[None]") -> bool:
    """Wait until there is something to say; False when it was only time for a sign of life."""
    waiting = asyncio.create_task(listener.woken.wait())
    try:
        done, _waiting = await asyncio.wait(
            {waiting, gone},
            timeout=SECONDS_BETWEEN_SIGNS_OF_LIFE,
            return_when=asyncio.FIRST_COMPLETED,
        )
    finally:
        waiting.cancel()
    return bool(done)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _say(
    send: Send, status: int, body: bytes = b"", more: list[tuple[bytes, bytes]] | None = None
) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _live_with(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
