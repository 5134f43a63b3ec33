"""Pictures that came lately and that nothing published shows: the next story may want them at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from broadsheet.desk.models import Picture, PictureUse
from broadsheet.kernel import clock

FRESH: Final = timedelta(days=3)
"""Since the upload; a picture that was not published by then can wait when it is."""
MOST: Final = 100
"""So many of the newest uploads are looked at: after an import of thousands, only these are fresh."""


def fresh_pictures() -> list[Picture]:
    """The newest first. Two small questions, whatever the number of pictures at the desk."""
    since = clock.now() - FRESH
    newest = [each for each in Picture.objects.order_by("-pk")[:MOST] if each.created_at > since]
    ids = [each.picture_id for each in newest]
    shown = set(PictureUse.objects.filter(picture__in=ids).values_list("picture", flat=True))
    return [each for each in newest if each.picture_id not in shown]
