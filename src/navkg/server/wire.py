"""Messages between the server and its workers: a JSON head and raw bytes behind it, each with its length before."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct(">II")
Head = dict[str, Any]


def pack(head: Head, body: bytes = b"") -> bytes:
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(text), len(body)) + text + body


def receive(connection: socket.socket) -> tuple[Head, bytes] | None:
    """The next message of a blocking socket; None when the other side has gone."""
    lengths = _exactly(connection, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head, body = _exactly(connection, head_length), _exactly(connection, body_length)
    return None if head is None or body is None else (json.loads(head.decode("utf-8", "surrogatepass")), body)


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    got = bytearray()
    while len(got) < length:
        piece = connection.recv(min(length - len(got), 1 << 20))
        if not piece:
            return None
        got += piece
    return bytes(got)


async def read(stream: asyncio.StreamReader) -> tuple[Head, bytes]:
    """The next message of a stream. Raises IncompleteReadError when the other side has gone."""
    head_length, body_length = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    head = await stream.readexactly(head_length)
    return json.loads(head.decode("utf-8", "surrogatepass")), await stream.readexactly(body_length)
