"""Take the pictures of the site that stand in the manual: ``python -m tools.site_pictures``.

The demonstration is served from a new folder, or from one that is given, and the main pages are
taken in both languages as people of the demonstration see them.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.site import free_port, served, sessions
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE: Final = ViewportSize(width=1280, height=800)
#: Largest picture [byte].
LARGEST: Final = 150_000
#: Longest wait for what is computed [ms].
PATIENCE: Final = 120_000
LOCALES: Final = {"zh": "zh-CN", "en": "en-GB"}
#: Pages by the name of their picture: who looks, the address, what stands at its top.
PAGES: Final = {
    "home": ("", "/", "h1"),
    "place": ("", "/places/330500/", "#plans"),
    "batch": ("nation", "/programmes/demo/", "h1"),
    "review": ("nation", "/programmes/demo/cases/330500/review/", "h1"),
    "table": ("huzhou", "/dossiers/330500/tables/energy/", "h1"),
    "pathway": ("huzhou", "/dossiers/330500/v1/trial/", "#levers"),
    "exchange": ("provider", "/exchange/", "h1"),
}


def main() -> None:
    """Take every picture and say how large it is."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--site", type=Path, help="folder of a site that holds the demonstration")
    known = given.parse_args().site
    PICTURES.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dafeng-")))
        site = known or folder / "site"
        address, printed, _process = stack.enter_context(served(site, free_port(), folder))
        signed_in = sessions(address, printed)
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        stack.callback(browser.close)
        for name, data in _taken(browser, address, signed_in):
            (PICTURES / name).write_bytes(data)
            print(f"{name} {len(data)}")


def _taken(
    browser: Browser, address: str, signed_in: dict[str, dict[str, str]]
) -> Iterator[tuple[str, bytes]]:
    for name, (who, path, top) in PAGES.items():
        for language, locale in LOCALES.items():
            context = browser.new_context(base_url=address, locale=locale, viewport=SIZE)
            cookies = signed_in.get(f"{who}@demo.invalid", {})
            context.add_cookies(
                [{"name": k, "value": v, "url": address} for k, v in cookies.items()]
            )
            page = context.new_page()
            page.goto(path)
            yield f"site-{name}-{language}.png", _small(_ready(page, top))
            context.close()


def _ready(page: Page, top: str) -> bytes:
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("#trial .notice", state="detached", timeout=PATIENCE)
    if top != "h1":
        page.locator(top).first.evaluate("e => scrollTo(0, e.getBoundingClientRect().top - 16)")
    return page.screenshot()


def _small(picture: bytes) -> bytes:
    """Return a picture with the colours that it needs, fewer until it is small enough."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        out = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


if __name__ == "__main__":
    main()
