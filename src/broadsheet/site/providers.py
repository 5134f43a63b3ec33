"""What readers call those that external content comes from."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "ard": "ARD Mediathek",
    "bluesky": "Bluesky",
    "dailymotion": "Dailymotion",
    "datawrapper": "Datawrapper",
    "facebook": "Facebook",
    "flourish": "Flourish",
    "google": "Google",
    "infogram": "Infogram",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "openstreetmap": "OpenStreetMap",
    "podigee": "Podigee",
    "reddit": "Reddit",
    "soundcloud": "SoundCloud",
    "spotify": "Spotify",
    "tiktok": "TikTok",
    "twitch": "Twitch",
    "vimeo": "Vimeo",
    "x": "X",
    "youtube": "YouTube",
    "zdf": "ZDF",
}


def name_of(provider: str) -> str:
    """The name that the provider gives itself; a host name stands for itself."""
    return NAMES.get(provider, provider)
