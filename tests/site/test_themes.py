"""Themes: two that ship, folders of publishers' own, and what no theme may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import html5lib
import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.vault import Vault
from broadsheet.press import trouble
from broadsheet.press.bake import Baked, Oven
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact
from broadsheet.press.recipe import Edition
from broadsheet.press.store import FolderStore
from broadsheet.press.turns import FileTurn
from broadsheet.site import assets, theme
from broadsheet.site.colours import contrast
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.errors import ThemeUnusable
from broadsheet.site.house import House
from broadsheet.site.rendering import Rendering
from tests import newsroom
from tests.site.proof import ADDRESS, proof, publish, vault

SHIPPED: Final = ("broadsheet", "berliner")
PAGES: Final = [("home", "home"), ("section", "section:s2"), ("story", "story:a1"), ("story", "story:a8")]
FONT: Final = b"wOF2" + bytes(100)

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A theme of these files, by their names with `__` for a slash."""

    def made(toml: str = "", css: str = "", **templates: str) -> Path:
        place = tmp_path / f"theme{len(list(tmp_path.iterdir()))}"
        (place / "templates").mkdir(parents=True)
        (place / "theme.toml").write_text(toml)
        (place / "theme.css").write_text(css)
        for name, source in templates.items():
            path = place / "templates" / (name.replace("__", "/") + ".html")
            path.parent.mkdir(exist_ok=True)
            path.write_text(source)
        return place

    return made


def site(chosen: str | Path) -> Edition:
    return edition(SiteConfig(address=ADDRESS, theme=str(chosen)))


def page(made: Edition, recipe: str, target: str) -> str:
    output = proof(made.recipes[recipe], target, newsroom.NOW).output
    assert output is not None
    return output.body.decode()


def tried(made: Edition, recipe: str, target: str) -> Baked:
    """A bake that may fail."""
    return Oven(vault(), newsroom.NOW).bake(made.recipes[recipe], target)


# ---- the two that ship ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_makes_valid_pages_with_the_label(name: str) -> None:
    publish(*newsroom.records())
    made = site(name)
    for recipe, target in PAGES:
        text = page(made, recipe, target)
        html5lib.HTMLParser(strict=True).parse(text)
        for article in re.findall(r"<article[^>]*advertorial.*?</article>", text, re.DOTALL):
            assert article.index(">Anzeige<") < re.search("<h[123]", article).start()  # type: ignore[union-attr]
    assert ">Anzeige<" in page(made, "story", "story:a8")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_is_made_for_day_night_and_paper(name: str) -> None:
    sheet = assets.style_sheet(theme.load(name))
    assert sheet.count("light-dark(") == 8
    assert sheet.rindex("@layer theme") < sheet.rindex("@layer print") < sheet.rindex("@media print")
    assert sheet.count("{") == sheet.count("}")


def test_the_second_theme_is_another() -> None:
    one, other = map(theme.load, SHIPPED)
    assert not set(one.light.items()) & set(other.light.items())
    assert one.faces["head"] != other.faces["head"]
    assert "text-align: start" in other.styles
    assert not one.styles


# ---- a publisher's own ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_folder_brings_colours_fonts_logo_and_templates(folder: Folder) -> None:
    publish(*newsroom.records())
    place = folder(
        '[light]\naccent = "#005500"\n[fonts]\nhead = \'"Haus", serif\'\n'
        '[[font]]\nfamily = "Haus"\nfile = "haus.woff2"\npreload = true\n'
        '[logo]\nfile = "logo.svg"\nwidth = 200\nheight = 40\n',
        story='{% extends "shipped/story.html" %}{% block boxes %}<p>Abo: {{ t("story.by") }}</p>'
        "{{ super() }}{% endblock %}",
    )
    (place / "haus.woff2").write_bytes(FONT)
    (place / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    made = site(place)
    text = page(made, "story", "story:a1")
    assert "<p>Abo: Von</p>" in text
    assert re.search(
        r'<img class="logo" src="(/assets/logo-\w{12}.svg)" width="200" height="40" alt="D', text
    )
    font = re.search(r'<link rel="preload" href="(/assets/haus-\w{12}.woff2)" as="font"', text)
    assert font
    served = [
        proof(made.recipes["asset"], each, newsroom.NOW).output for each in made.recipes["asset"].standing()
    ]
    bodies = {output.path: output.body for output in served if output}
    assert bodies[font[1]] == FONT
    sheet = next(body for path, body in bodies.items() if path.endswith(".css")).decode()
    assert f'src:url({font[1]}) format("woff2")' in sheet
    assert "--accent:light-dark(#005500,#7fc9dc)" in sheet


def test_a_theme_may_stand_on_the_second(folder: Folder) -> None:
    assert theme.load(str(folder('base = "berliner"'))).light == theme.load("berliner").light


def test_a_change_to_the_theme_is_a_change_of_code(folder: Folder) -> None:
    def code(place: str | Path, template: str = "archive.html") -> str:
        return Rendering(House(SiteConfig(address=ADDRESS, theme=str(place)))).code(template)

    plain, one, other = folder(), folder(teaser="1"), folder(teaser="2")
    assert code(plain) == code("broadsheet")
    assert len({code(plain), code(one), code(other)}) == 3
    colour = site(folder('[light]\naccent = "#005500"'))
    assert colour.recipes["archive"].code != site(plain).recipes["archive"].code


# ---- what no theme may do ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "css", "words"),
    [
        ('[light]\naccent = "#ffcc00"', "", "light: accent #ffcc00 on paper #fdfdfb has a contrast of 1.5"),
        ('[dark]\nink = "#333333"', "", "dark: ink #333333"),
        ('[light]\naccent = "yellow"', "", "light"),
        ('[lite]\naccent = "#000000"', "", "lite"),
        ('base = "nowhere"', "", "Shipped are: berliner, broadsheet"),
        ("", ".advertisement { display : none }", "hides .advertisement: the law"),
        ("", "@media screen { .credit, p { opacity: 0 } }", "hides .credit, p"),
        ("", "a { background: url(https://x.example/a.png) }", "'url('"),
        ("", '@import "x.css";', "'@import'"),
        ("", ":root { --accent: #ffff00 }", "colours stand in theme.toml"),
        ("", "a { color: red }}", "brace"),
        ('[[font]]\nfamily = "A"\nfile = "a.woff2"', "", "a.woff2"),
        ('[logo]\nfile = "../secret.key"\nwidth = 1\nheight = 1', "", "logo"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(
    folder: Folder, toml: str, css: str, words: str
) -> None:
    with pytest.raises(ThemeUnusable, match=re.escape(words)):
        theme.load(str(folder(toml, css)))


def test_pictures_with_scripts_and_too_many_fonts_are_refused(folder: Folder) -> None:
    font = '[[font]]\nfamily = "A"\nfile = "a.woff2"\npreload = true\n'
    place = folder(font * 3 + '[logo]\nfile = "logo.svg"\nwidth = 1\nheight = 1')
    (place / "a.woff2").write_bytes(b"OTTO")
    (place / "logo.svg").write_text('<svg onload="alert(1)"/>')
    with pytest.raises(ThemeUnusable) as refused:
        theme.load(str(place))
    assert [words in str(refused.value) for words in ("preloads 3", "no WOFF2", "holds a script")] == [
        True
    ] * 3


TEASER: Final = '{% macro teaser(shown, priority=false) %}<article class="teaser">MARK<a href="{{ shown.teaser.path }}">{{ shown.teaser.headline }}</a></article>{% endmacro %}'  # noqa: E501


@pytest.mark.django_db
@pytest.mark.parametrize(
    "mark",
    [
        "",
        "<!-- Anzeige -->",
        "<template>LABEL</template>",
        "<p>Anzeige</p>",
        "<div class='mine'>LABEL</div>",
        "<p class='advertisement'><strong><i class='mine'>Anzeige</i></strong></p>",
        "<p class='advertisement'><strong hidden>Anzeige</strong></p>",
        "<p class='advertisement'><strong>Promotion</strong></p>",
        "</article>LABEL<article>",
    ],
)
def test_a_teaser_that_loses_the_label_is_refused(folder: Folder, mark: str) -> None:
    publish(*newsroom.records())
    label = "<p class='advertisement'><strong>Anzeige</strong></p>"
    source = TEASER.replace("MARK", mark.replace("LABEL", label))
    failed = tried(site(folder(teaser=source)), "home", "home")
    assert "[unlabelled-advertisement]" in failed.error


@pytest.mark.django_db
def test_a_teaser_that_keeps_the_label_is_taken(folder: Folder) -> None:
    publish(*newsroom.records())
    mark = '{% if shown.variant == "advertorial" %}{{ advertisement("Werft") }}{% endif %}<div>'
    source = '{% from "macros.html" import advertisement %}' + TEASER.replace("MARK", mark)
    labelled = source.replace("</article>", "</div></article>")
    assert not tried(site(folder(teaser=labelled)), "home", "home").error


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "block", "body", "words"),
    [
        (
            "story:a8",
            "head",
            "<h1>{{ story.headline }}</h1>",
            "[unlabelled-advertisement]",
        ),
        ("story:a1", "boxes", "", "[correction-not-shown]"),
        (
            "story:a1",
            "picture",
            '<img src="{{ article.illustration.picture.src }}" alt="">',
            "[credit-not-shown] The credit “Foto: Jo Brandt”",
        ),
    ],
)
def test_a_story_keeps_what_the_law_asks_for(
    folder: Folder, target: str, block: str, body: str, words: str
) -> None:
    publish(*newsroom.records())
    source = f'{{% extends "shipped/story.html" %}}{{% block {block} %}}{body}{{% endblock %}}'
    failed = tried(site(folder(story=source)), "story", target)
    assert words in failed.error


@pytest.mark.django_db
def test_a_frame_without_the_imprint_is_refused(folder: Folder) -> None:
    publish(*newsroom.records())
    failed = tried(site(folder(base="<main>{% block main %}{% endblock %}</main>")), "story", "story:a2")
    assert "no link to “Impressum” (/impressum/)" in failed.error


@pytest.mark.django_db(transaction=True)
def test_a_broken_template_is_named_and_the_last_good_page_stays(
    folder: Folder, tmp_path: Path, manual_clock: ManualClock
) -> None:
    publish(*newsroom.records()[:3], newsroom.story(2), newsroom.story(3, headline="Danach"))

    def press(chosen: str | Path) -> Press:
        config = PressConfig(gzip_level=1, brotli_quality=0)
        store = FolderStore(tmp_path / "public", tmp_path / "answers", config, durable=False)
        made = Press(site(chosen), store, Vault(tmp_path / "vault"), config, FileTurn(tmp_path / ".lock"))
        made.start()
        made.bake_due()
        return made

    press("broadsheet")
    before = (tmp_path / "public/index.html").read_bytes()
    place = folder(
        home='{% extends "shipped/home.html" %}\n{% block main %}\n{{ nothing.there }}\n{% endblock %}'
    )
    press(place)
    failed = Artifact.objects.get(path="/")
    assert f"{place}/templates/home.html, line 3: UndefinedError" in failed.error
    assert (tmp_path / "public/index.html").read_bytes() == before
    assert Artifact.objects.exclude(error="").count() == 1

    place = folder(
        home='{% extends "shipped/home.html" %}{% block main %}<img src="//weg.example/">{% endblock %}'
    )
    press(place)
    failed = Artifact.objects.get(path="/")
    assert "[foreign-address] The page would load //weg.example/" in failed.error
    assert "von einem fremden Server" in trouble.said_of(failed, "de")
    assert (tmp_path / "public/index.html").read_bytes() == before
    press("broadsheet")
    assert not Artifact.objects.exclude(error="", advice="").exists()


def test_the_measure_of_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
