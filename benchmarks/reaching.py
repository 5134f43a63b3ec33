"""How long after an editor presses publish readers have the story, and what a release at its moment takes.

    python benchmarks/reaching.py [--site SITE] [--stories 87] [--rounds 12] [--browser] [--quick]

Starts a site as `broadsheet up` does, writes drafts, and publishes each by what the editor's
form sends; meanwhile a reader asks for the story's page, home, its section, a feed and the
news sitemap until the headline is there. Then again with lead pictures of 24 megapixels that
are uploaded as in the editor's chooser: first when all their renditions are made, then at once;
and by the schedule while everything is baked again. Seconds from the press of the button, or
from the moment of release. With `--browser` the button is one in Chromium. With `--site` an
existing site is used and changed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

ACCOUNT, PASSWORD, SECTION = "chefredaktion", "broadsheet-demo", "politik"
LONGEST = 60.0
"""Seconds after which a page is given up."""
RENDITIONS = 10
"""Of a picture of 24 megapixels."""

_BEFORE_RELEASES = 10.0
_BETWEEN_RELEASES = 5.0

Seconds = dict[str, float]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site = options.site or _demo(Path(folder) / "site", options.stories)
        results = _measured(site, options)
    for result in results:
        print(json.dumps(result))
    for result in results:
        _print_table(result)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path)
    parser.add_argument("--stories", type=int, default=87)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--browser", action="store_true", help="press the button in Chromium")
    parser.add_argument("--quick", action="store_true", help="two rounds: only checks that it runs")
    parser.add_argument("--drafts", nargs=3, metavar=("SITE", "KIND", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.rounds = 2
    if options.drafts:
        site, kind, count = options.drafts
        print(json.dumps(_drafts(Path(site), kind, int(count))))
        raise SystemExit(0)
    return options


def _demo(site: Path, stories: int) -> Path:
    _command("demo", str(site), "--stories", str(stories))
    return site


def _command(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet.project", *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _measured(site: Path, options: argparse.Namespace) -> list[dict[str, Any]]:
    with _running(site) as (readers, desk):
        press = _in_chromium(desk) if options.browser else _by_form(desk)
        with press as publish:
            text = [_reached(readers, draft, publish) for draft in _written(site, "text", options.rounds + 2)]
            pictures = max(1, options.rounds // 3)
            uploads, shown = _with_pictures(site, (readers, desk), publish, pictures)
            at_once = [] if options.browser else _at_once(site, (readers, desk), publish, pictures)
        full = _during_a_full_bake(site, readers, max(1, options.rounds // 4))
    return [
        # The first two warm the desk up, as its first editor of the day does.
        _result("publish", text[2:]),
        _result("upload a picture of 24 megapixels", uploads),
        _result("publish with such a picture, once its renditions are made", shown),
        *([_result("publish with such a picture at once", at_once)] if at_once else []),
        _result("release while all is baked again", full),
    ]


def _result(what: str, rounds: list[Seconds]) -> dict[str, Any]:
    return {"what": what, "rounds": len(rounds), "seconds": _summary(rounds)}


def _summary(rounds: list[Seconds]) -> dict[str, list[float]]:
    """Median and worst of each."""
    columns = {name: [each[name] for each in rounds] for name in rounds[0]}
    return {name: [round(statistics.median(of), 3), round(max(of), 3)] for name, of in columns.items()}


def _print_table(result: dict[str, Any]) -> None:
    print(f"\n{result['what']}, {result['rounds']} times{'median':>30}{'worst':>8}")
    for name, (median, worst) in result["seconds"].items():
        print(f"  {name:<46}{median:>8.2f}{worst:>8.2f}")


# ---- the site ---------------------------------------------------------------------------


@contextmanager
def _running(site: Path) -> Iterator[tuple[str, str]]:
    """The addresses of readers and desk while the site is up."""
    readers, desk = (f"127.0.0.1:{_free_port()}" for _ in range(2))
    up = subprocess.Popen(
        [sys.executable, "-m", "broadsheet.project", "up", "--site", str(site)],
        env={**os.environ, "BROADSHEET_READERS": readers, "BROADSHEET_DESK": desk},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: _page(readers, "/") and _page(desk, "/login/"))
        time.sleep(3)  # the worker's own start
        yield readers, desk
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _page(host: str, path: str) -> str:
    """Empty unless it is there."""
    connection = HTTPConnection(host, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except OSError:
        return ""
    finally:
        connection.close()


def _wait_for(condition: Callable[[], object], longest: float = LONGEST) -> None:
    ends = time.monotonic() + longest
    while not condition():
        if time.monotonic() > ends:
            raise TimeoutError("The site did not come to what was waited for.")
        time.sleep(0.01)


# ---- drafts -----------------------------------------------------------------------------


def _written(site: Path, kind: str, count: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, __file__, "--drafts", str(site), kind, str(count)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    drafts: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return drafts


def _drafts(site: Path, kind: str, count: int) -> list[dict[str, Any]]:
    """In a process of its own: the desk's drafts, and what the editor's form has of them."""
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    drafts = [_draft(kind, number) for number in range(count)]
    if kind == "scheduled":
        first = time.time() + _BEFORE_RELEASES
        for number, draft in enumerate(drafts):
            draft["due"] = first + number * _BETWEEN_RELEASES
            _schedule(draft)
    return drafts


def _schedule(draft: dict[str, Any]) -> None:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.schedule import Schedule
    from broadsheet.desk.drafts import story_of

    Schedule(story_of(draft["id"]), datetime.fromtimestamp(draft["due"], UTC), by=COMMAND_LINE).execute()


def _draft(kind: str, number: int) -> dict[str, Any]:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    from broadsheet.desk.drafts import new_story, section_of
    from broadsheet.desk.models import Person, Picture, Topic

    paragraphs = [
        f"<p>Absatz {at} der Messung {number}: {'ein gemessener Satz, ' * 12}Ende.</p>" for at in range(8)
    ]
    words = {
        "title": f"Messung {time.time_ns() % 10**9} des Weges",
        "lead": "Wie lange es von der Taste bis zur Seite dauert.",
    }
    picture = Picture.objects.get(pk=int(kind[8:])) if kind.startswith("picture:") else None
    story = new_story(
        section_of(SECTION),
        headline=words["title"],
        authors=tuple(Person.objects.all()[:1]),
        topics=tuple(Topic.objects.all()[:2]),
        lead=words["lead"],
        picture=picture,
        body=json.dumps([{"type": "paragraph", "value": text} for text in paragraphs]),
    )
    names = ("bylines", "topic_links", "related_links", "comments")
    empty = {name: inline_formset([]) for name in names}
    plain = dict.fromkeys(("kicker", "place", "agency", "picture_caption", "advertiser", "abstract"), "")
    more = dict.fromkeys(("address_slug", "desk_note", "go_live_at", "expire_at"), "")
    body = streamfield([("paragraph", rich_text(text)) for text in paragraphs])
    kept = {
        "bylines": _kept(story.bylines.all(), "person"),
        "topic_links": _kept(story.topic_links.all(), "topic"),
        "picture": str(picture.pk) if picture else "",
        "genre": "news",
        "language": story.language,
        "body": body,
        "sources": streamfield([]),
    }
    form = nested_form_data({**plain, **more, **empty, **kept, **words, "action-publish": "1"})
    return {
        "pk": story.pk,
        "id": story.story_id,
        "path": story.public_path,
        "title": story.title,
        "form": form,
    }


def _kept(links: Any, name: str) -> Any:
    from wagtail.test.utils.form_data import inline_formset

    rows = [{"id": str(link.pk), name: str(getattr(link, f"{name}_id"))} for link in links]
    return inline_formset(rows, initial=len(rows))


# ---- pictures ---------------------------------------------------------------------------


def _with_pictures(
    site: Path, hosts: tuple[str, str], publish: Publish, count: int
) -> tuple[list[Seconds], list[Seconds]]:
    """Of `count` uploads, and of publishing a story with each of them."""
    readers, desk = hosts
    upload, uploads, shown = _uploader(desk), [], []
    for photograph in map(_photograph, range(count)):
        before, began = _in_larder(site), time.monotonic()
        picture = upload(photograph)
        answered = time.monotonic() - began
        _wait_for(partial(_is_developed, site, before))
        uploads.append(
            {"the desk's answer": answered, "all its renditions are made": time.monotonic() - began}
        )
        [draft] = _written(site, f"picture:{picture}", 1)
        shown.append(_reached(readers, draft, publish))
    return uploads, shown


def _at_once(site: Path, hosts: tuple[str, str], publish: Publish, count: int) -> list[Seconds]:
    """The picture is put into the editor's form the moment the desk has it."""
    readers, desk = hosts
    upload, shown = _uploader(desk), []
    for number, draft in enumerate(_written(site, "text", count)):
        photograph = _photograph(count + number)
        draft["form"]["picture"] = str(upload(photograph))
        shown.append(_reached(readers, draft, publish))
    return shown


def _is_developed(site: Path, before: set[str]) -> bool:
    return len(_in_larder(site) - before) == RENDITIONS


def _in_larder(site: Path) -> set[str]:
    return {file.name for file in site.glob("larder/[!.]*")}


def _uploader(desk: str) -> Callable[[bytes], int]:
    """Uploads as the editor's chooser does; gives the picture's number at the desk."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    _send(browser, jar, f"http://{desk}/login/", {"username": ACCOUNT, "password": PASSWORD})

    def upload(photograph: bytes) -> int:
        words = {"title": "Messung", "credit": "Messung", "alt": "Rauschen", "data_mining": "prohibited"}
        fields = {**words, "caption": "", "tags": "", "collection": "1"}
        lines = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
        lines["csrfmiddlewaretoken"] = (
            next(cookie.value for cookie in jar if cookie.name == "csrftoken") or ""
        )
        boundary = "----messung"
        body = _multipart(boundary, lines, "image-chooser-upload-file", photograph)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        answer = json.load(browser.open(Request(f"http://{desk}/images/chooser/create/", body, headers)))
        if "result" not in answer:
            raise RuntimeError("The desk did not take the picture.")
        return int(answer["result"]["id"])

    return upload


def _multipart(boundary: str, fields: dict[str, str], file: str, content: bytes) -> bytes:
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="%s"'
    lines = "".join(f"{part % name}\r\n\r\n{value}\r\n" for name, value in fields.items())
    head = f'{part % file}; filename="messung.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return f"{lines}{head}".encode() + content + f"\r\n--{boundary}--\r\n".encode()


def _photograph(number: int) -> bytes:
    """24 megapixels with detail in them, as from a camera; the desk asks about what it has already."""
    from io import BytesIO

    from PIL import Image

    noise = Image.effect_noise((1500, 1000), 60 + number + time.time() % 1).resize(
        (6000, 4000), Image.Resampling.BICUBIC
    )
    slope = Image.linear_gradient("L").resize((6000, 4000))
    image, out = Image.merge("RGB", (noise, slope, noise.transpose(Image.Transpose.ROTATE_180))), BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


# ---- the button -------------------------------------------------------------------------

Publish = Callable[[dict[str, Any]], float]
"""Presses the button once called; gives the seconds until the editor's next page."""


@contextmanager
def _by_form(desk: str) -> Iterator[Publish]:
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    _send(browser, jar, f"http://{desk}/login/", {"username": ACCOUNT, "password": PASSWORD})

    def publish(draft: dict[str, Any]) -> float:
        began = time.monotonic()
        _send(browser, jar, f"http://{desk}/pages/{draft['pk']}/edit/", draft["form"])
        return time.monotonic() - began

    yield publish


def _send(browser: OpenerDirector, jar: CookieJar, url: str, form: dict[str, str]) -> None:
    if not any(cookie.name == "csrftoken" for cookie in jar):
        browser.open(url).read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken") or ""
    data = urlencode({**form, "csrfmiddlewaretoken": token}).encode()
    answer = browser.open(url, data)
    answer.read()
    if answer.url == url:
        raise RuntimeError(f"The desk did not accept what was sent to {url}.")


@contextmanager
def _in_chromium(desk: str) -> Iterator[Publish]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="de-DE").new_page()
        page.goto(f"http://{desk}/")
        page.fill("input[name=username]", ACCOUNT)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")

        def publish(draft: dict[str, Any]) -> float:
            page.goto(f"http://{desk}/pages/{draft['pk']}/edit/")
            page.wait_for_load_state("networkidle")
            page.fill("[name=kicker]", "Messung")
            time.sleep(2)  # as an editor who looks once more; the draft is saved meanwhile
            page.get_by_role("button", name="Mehr Aktionen").last.click()
            button = page.get_by_role("button", name="Veröffentlichen", exact=True).last
            button.wait_for()
            began = draft["pressed"] = time.monotonic()
            button.click(no_wait_after=True)
            page.wait_for_selector(".messages li.success")
            return time.monotonic() - began

        yield publish
        browser.close()


# ---- the reader -------------------------------------------------------------------------


def _places(draft: dict[str, Any]) -> dict[str, str]:
    names = {"its page": draft["path"], "home": "/", "section": f"/{SECTION}/"}
    return {**names, "feed": "/feed.xml", "news sitemap": "/sitemap-news.xml"}


def _reached(readers: str, draft: dict[str, Any], publish: Publish) -> Seconds:
    """Seconds from the press of the button, by place; and until the editor's next page."""
    with ThreadPoolExecutor(1) as reader:
        began = time.monotonic()
        watching = reader.submit(_seen, readers, draft)
        answered = publish(draft)
        seen = watching.result()
    began = draft.get("pressed", began)
    time.sleep(0.5)
    return {"the editor's next page": answered, **{name: at - began for name, at in seen.items()}}


def _seen(readers: str, draft: dict[str, Any]) -> dict[str, float]:
    """When a reader has the headline, by place, on the monotonic clock."""
    seen: dict[str, float] = {}
    missing = _places(draft)

    def look() -> bool:
        for name, path in list(missing.items()):
            if draft["title"] in _page(readers, path):
                seen[name] = time.monotonic()
                del missing[name]
        return not missing

    _wait_for(look)
    return seen


# ---- the schedule -----------------------------------------------------------------------


def _during_a_full_bake(site: Path, readers: str, rounds: int) -> list[Seconds]:
    """A command bakes everything again while stories are released; seconds after the moment."""
    drafts = _written(site, "scheduled", rounds)
    baking = subprocess.Popen(
        [sys.executable, "-m", "broadsheet.project", "press", "bake", "--full", "--site", str(site)],
        stdout=subprocess.DEVNULL,
    )
    try:
        seen = [_seen(readers, draft) for draft in drafts]
    finally:
        baking.terminate()
        baking.wait(30)
    entered = _entered(site)
    return [
        _after_its_moment(draft, entered[draft["id"]], at) for draft, at in zip(drafts, seen, strict=True)
    ]


def _entered(site: Path) -> dict[str, float]:
    """When each story came into the ledger last, in seconds since 1970."""
    entries = map(json.loads, _command("ledger", "log", "--site", str(site), "--json").splitlines())
    stories = (entry for entry in entries if entry["asset"].startswith("story:"))
    return {each["asset"][6:]: datetime.fromisoformat(each["at"]).timestamp() for each in stories}


def _after_its_moment(draft: dict[str, Any], entered: float, seen: dict[str, float]) -> Seconds:
    since_1970 = time.time() - time.monotonic()
    due = draft["due"]
    return {"the ledger's entry": entered - due, **{name: at + since_1970 - due for name, at in seen.items()}}


if __name__ == "__main__":
    main()
