"""SiteError
├── MissingTranslation    a page needs a text that the catalogue of its language does not hold
├── TemplateFailed        a template names something that it was not given
├── ThemeUnusable         a theme's folder holds what cannot be used: colours, fonts, styles
├── RulesBroken           a finished page breaks what the law or the house asks of it
├── LabelMissing          a catalogue has another word where the law asks for "Anzeige"
├── NoSuchSpecimen        the style guide is asked for a page that it does not have
├── PictureTooLarge       an original has more pixels than a bake may decode
└── UnreadablePicture     an original's bytes are no picture
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.kernel.language import Language


class SiteError(BroadsheetError):
    code = "site"


class MissingTranslation(SiteError):
    code = "site-missing-translation"

    def __init__(self, advice: Mapping[Language, str]) -> None:
        super().__init__(advice["en"])
        self.advice = advice


class TemplateFailed(SiteError):
    code = "site-template-failed"


class ThemeUnusable(SiteError):
    code = "site-theme-unusable"


class RulesBroken(SiteError):
    """What to do about it, `advice` says in each language, `str` in English."""

    code = "site-rules-broken"

    def __init__(self, rules: Sequence[str], advice: Mapping[Language, str]) -> None:
        super().__init__(f"[{', '.join(dict.fromkeys(rules))}] {advice['en']}")
        self.advice = advice


class LabelMissing(SiteError):
    code = "site-label-missing"


class NoSuchSpecimen(SiteError):
    code = "site-no-such-specimen"


class PictureTooLarge(SiteError):
    code = "site-picture-too-large"


class UnreadablePicture(SiteError):
    code = "site-unreadable-picture"
