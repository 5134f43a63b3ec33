"""SiteError
├── MissingTranslation    a page needs a text that the catalogue of its language does not hold
├── TemplateFailed        a template names something that it was not given
├── ThemeUnusable         a theme's folder holds what cannot be used: colours, fonts, styles
├── DutyNeglected         a theme's template leaves out what a page may not lose
├── LabelMissing          a catalogue has another word where the law asks for "Anzeige"
├── NoSuchSpecimen        the style guide is asked for a page that it does not have
├── PictureTooLarge       an original has more pixels than a bake may decode
└── UnreadablePicture     an original's bytes are no picture
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class SiteError(BroadsheetError):
    code = "site"


class MissingTranslation(SiteError):
    code = "site-missing-translation"


class TemplateFailed(SiteError):
    code = "site-template-failed"


class ThemeUnusable(SiteError):
    code = "site-theme-unusable"


class DutyNeglected(SiteError):
    code = "site-duty-neglected"


class LabelMissing(SiteError):
    code = "site-label-missing"


class NoSuchSpecimen(SiteError):
    code = "site-no-such-specimen"


class PictureTooLarge(SiteError):
    code = "site-picture-too-large"


class UnreadablePicture(SiteError):
    code = "site-unreadable-picture"
