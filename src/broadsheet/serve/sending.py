"""Sends a part of a file while it is read, never more of it in memory than one piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO, Final

from broadsheet.serve.replies import Span

PIECE: Final = 256_000
"""Bytes."""


async def pieces(file: BinaryIO, span: Span) -> AsyncIterator[bytes]:
    """The bytes of `span`, read beside the event loop.

    Raises EOFError if the file was cut short meanwhile, so that the connection breaks off
    and no reader takes a part for the whole.
    """
    await asyncio.to_thread(file.seek, span.start)
    left = span.stop - span.start
    while left:
        piece = await asyncio.to_thread(file.read, min(PIECE, left))
        if not piece:
            raise EOFError(f"{left} bytes are missing at the end of the file")
        left -= len(piece)
        yield piece
