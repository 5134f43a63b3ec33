"""A theme: what one publisher's paper looks like, read from a folder.

    theme.toml    colours, fonts, logo; each may be left to the theme below, `base`
    theme.css     styles above all others but print
    templates/    in place of templates of the same name; `shipped/<name>` is what stood there

docs/contracts/themes.md says what may be relied upon, and what a theme may not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec

from broadsheet.press.recipe import fingerprint_of
from broadsheet.site.colours import Colour, ColourName, Palette, unreadable
from broadsheet.site.errors import ThemeUnusable

_SHIPPED: Final = Path(__file__).parent / "themes"
_MOST_PRELOADED: Final = 2
"""Files of fonts before the first paint."""
_MOST_FONT_BYTES: Final = 50_000
"""Of those: a story with its fonts stays within 60 KB."""

Face = Literal["serif", "sans", "head"]
"""Running text; labels, facts and tables; headlines and nameplate."""
FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.(woff2|svg|png|webp)$")]


class Font(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[font]]`: a file of the publisher's own."""

    family: Annotated[str, msgspec.Meta(pattern=r"^[\w -]+$")]
    file: FileName
    weight: Annotated[str, msgspec.Meta(pattern=r"^\d{1,4}( \d{1,4})?$")] = "400"
    style: Literal["normal", "italic"] = "normal"
    preload: bool = False


class Logo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[logo]`: stands where the name is written otherwise, and is read out as the name."""

    file: FileName
    dark: FileName | None = None
    width: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    height: Annotated[int, msgspec.Meta(ge=1, le=2000)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """theme.toml."""

    base: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+$")] = "broadsheet"
    light: dict[ColourName, Colour] = {}
    dark: dict[ColourName, Colour] = {}
    fonts: dict[Face, Annotated[str, msgspec.Meta(pattern=r"^[^;{}<>]+$")]] = {}
    font: tuple[Font, ...] = ()
    logo: Logo | None = None


class Theme(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Complete: what the folder does not say comes from the theme below it."""

    folder: Path
    light: Palette
    dark: Palette
    faces: Mapping[Face, str]
    fonts: tuple[Font, ...]
    logo: Logo | None
    files: Mapping[str, bytes]
    """Fonts and logos by the names that theme.toml gives them."""
    styles: str
    templates: Mapping[str, str]

    def address(self, name: str) -> str:
        """Where readers find one of `files`; named by its content."""
        stem, _, suffix = name.replace("/", "-").lower().rpartition(".")
        return f"/assets/{stem}-{fingerprint_of(self.files[name])[:12]}.{suffix}"

    def printed(self) -> dict[str, object]:
        """What templates know as `theme`."""
        return {
            "fonts": [self.address(font.file) for font in self.fonts if font.preload],
            "paper": {"light": self.light["paper"], "dark": self.dark["paper"]},
            "logo": self._printed_logo(self.logo) if self.logo else None,
        }

    def _printed_logo(self, logo: Logo) -> dict[str, object]:
        dark = self.address(logo.dark) if logo.dark else ""
        return {"src": self.address(logo.file), "dark": dark, "width": logo.width, "height": logo.height}

    def tokens(self) -> str:
        """Colours and faces as a style sheet's custom properties."""
        pairs = [
            f"--{name}:light-dark({self.light[name]},{self.dark[name]})" for name in get_args(ColourName)
        ]
        pairs += [f"--{name}:{stack}" for name, stack in self.faces.items()]
        return f":root{{{';'.join(pairs)}}}{''.join(map(self._font_face, self.fonts))}"

    def _font_face(self, font: Font) -> str:
        return (
            f'@font-face{{font-family:"{font.family}";font-weight:{font.weight};font-style:{font.style};'
            f'font-display:swap;src:url({self.address(font.file)}) format("woff2")}}'
        )


@cache
def load(name: str) -> Theme:
    """A shipped theme by its name, or the one in a folder, whose path holds a slash; read once.

    Raises ThemeUnusable with everything that is wrong with it.
    """
    folder = Path(name) if "/" in name else _SHIPPED / name
    if not (folder / "theme.toml").is_file():
        shipped = ", ".join(sorted(path.name for path in _SHIPPED.iterdir() if path.is_dir()))
        raise ThemeUnusable(
            f"There is no theme {name!r}. Shipped are: {shipped}. A folder of your own needs a "
            f"theme.toml, and a slash in its name: './theme'."
        )
    theme = _read(folder)
    if complaints := list(_complaints(theme)):
        raise ThemeUnusable(f"The theme in {folder} cannot be used: {'; '.join(complaints)}.")
    return theme


def _read(folder: Path) -> Theme:
    settings = _settings(folder / "theme.toml")
    below = None if folder == _SHIPPED / settings.base else load(settings.base)
    logo = settings.logo or (below.logo if below else None)
    styles = _text(folder / "theme.css")
    return Theme(
        folder=folder,
        light={**(below.light if below else {}), **settings.light},
        dark={**(below.dark if below else {}), **settings.dark},
        faces={**(below.faces if below else {}), **settings.fonts},
        fonts=(*(below.fonts if below else ()), *settings.font),
        logo=logo,
        files={**(below.files if below else {}), **_files(folder, settings)},
        styles=(below.styles if below else "") + styles,
        templates={**(below.templates if below else {}), **_templates(folder / "templates")},
    )


def _settings(path: Path) -> Settings:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise ThemeUnusable(f"{path} cannot be read: {error}.") from error


def _files(folder: Path, settings: Settings) -> dict[str, bytes]:
    logo = settings.logo
    names = [font.file for font in settings.font]
    names += [name for name in (logo.file, logo.dark) if name] if logo else []
    try:
        return {name: (folder / name).read_bytes() for name in names}
    except OSError as error:
        raise ThemeUnusable(f"{folder}/theme.toml names a file that cannot be read: {error}.") from error


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _templates(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*.html") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


# ---- what a theme may not do ---------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOREIGN = re.compile(r"@import|@font-face|@layer|@charset|url\(\s*(?![\"']?data:)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_DUTIFUL = re.compile(r"\.(advertisement|credit|corrections?|foot-house)\b")
_HIDING = re.compile(
    r"(display:none|visibility:(hidden|collapse)|opacity:0(\.0*)?(;|$)|font-size:0|clip|content-visibility"
    r"|color:transparent|text-indent:-)"
)
_SCRIPT = re.compile(rb"<script|<foreignObject|\son\w+\s*=|javascript:", re.IGNORECASE)


def _complaints(theme: Theme) -> Iterator[str]:
    yield from (f"theme.toml, light: {each}" for each in unreadable(theme.light))
    yield from (f"theme.toml, dark: {each}" for each in unreadable(theme.dark))
    yield from _of_styles(theme.styles)
    yield from _of_files(theme)


def _of_styles(styles: str) -> Iterator[str]:
    plain = _COMMENT.sub("", styles)
    if plain.count("{") != plain.count("}"):
        yield "theme.css has a brace without its partner"
    if foreign := _FOREIGN.search(plain):
        yield (
            f"theme.css says {foreign[0]!r}: a page asks for nothing but what theme.toml names; "
            f"fonts and logo are named there"
        )
    for name in get_args(ColourName):
        if re.search(rf"--{name}\s*:", plain):
            yield f"theme.css sets --{name}: colours stand in theme.toml, where their contrast is measured"
    for selector, body in _RULE.findall(plain):
        if _DUTIFUL.search(selector) and _HIDING.search(re.sub(r"\s*([:;])\s*", r"\1", body.strip())):
            yield f"theme.css hides {selector.strip()}: the law asks for it"


def _of_files(theme: Theme) -> Iterator[str]:
    preloaded = [font for font in theme.fonts if font.preload]
    size = sum(len(theme.files[font.file]) for font in preloaded)
    if len(preloaded) > _MOST_PRELOADED or size > _MOST_FONT_BYTES:
        yield (
            f"theme.toml preloads {len(preloaded)} fonts of {size} bytes: at most {_MOST_PRELOADED} "
            f"of together {_MOST_FONT_BYTES}; cut them to the letters that are needed"
        )
    logos = (theme.logo.file, theme.logo.dark) if theme.logo else ()
    for name in chain((font.file for font in theme.fonts), filter(None, logos)):
        yield from _of_file(name, theme.files[name])


def _of_file(name: str, data: bytes) -> Iterator[str]:
    if name.endswith(".woff2") and not data.startswith(b"wOF2"):
        yield f"{name} is no WOFF2 font"
    if name.endswith(".svg") and _SCRIPT.search(data):
        yield f"{name} holds a script: save it as a plain picture"
