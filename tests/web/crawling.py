"""A crawl over the site as one person sees it, and what it finds untranslated."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

#: Elements whose text nobody reads.
SILENT = {"script", "style", "title"}
VOID = {"meta", "link", "img", "input", "br", "hr", "path", "circle", "line", "use", "rect"}
#: Names and keys that Chinese writes in Latin letters.
NAMES = re.compile(
    r"\b(EDGAR|CEADs|JavaScript|passkey|Home|End|Dafeng|English|TOTP|OpenAPI|SHA-256)\b"
)
MARKED = re.compile("⟦[^⟦⟧]*⟧")
#: Words of the other language; of Chinese its punctuation too.
FOREIGN = {
    "zh": re.compile("[A-Za-z]{3,}"),
    "en": re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]"),
}


class Reader(HTMLParser):
    """Collects links and the texts outside elements that are not to be translated."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        above = bool(self._open and self._open[-1])
        marked = given.get("translate") == "no" or "hash" in (given.get("class") or "").split()
        quiet = above or tag in SILENT or marked or "lang" in given
        if tag == "html":
            quiet = False
        if not quiet:
            self.texts += [v for k, v in attrs if k in ("aria-label", "placeholder", "alt") and v]
        if tag not in VOID:
            self._open.append(quiet)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1]):
            self.texts.append(data.strip())


def crawl(
    client: Client,
    start: str = "/",
    most: int = 300,
    wanted: Callable[[str], bool] = lambda _address: True,
) -> Iterator[tuple[str, Reader]]:
    """Yield every page that links lead to and that is wanted, each once."""
    waiting, seen = deque([start]), {start}
    while waiting and most:
        address = waiting.popleft()
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 404), (address, answer.status_code)
        if "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            continue
        most -= 1
        reader = Reader()
        reader.feed(answer.content.decode())
        yield address, reader
        for link in reader.links:
            found = urldefrag(urljoin(address, link)).url
            if not urlsplit(found).netloc and found not in seen:
                seen.add(found)
                if wanted(found):
                    waiting.append(found)


def untranslated(reader: Reader, language: str, written: Collection[str] = ()) -> list[str]:
    """Return the texts that hold words of the other language outside the marks.

    Parameters
    ----------
    reader
        A page.
    language
        The language in which it was asked for.
    written
        What people have written, which stands as it is.
    """
    foreign = FOREIGN[language]
    own = re.compile("|".join(map(re.escape, sorted(written, key=len, reverse=True))) or "(?!)")
    bare = ((t, NAMES.sub("", own.sub("", MARKED.sub("", t)))) for t in reader.texts)
    return [t for t, rest in bare if foreign.search(rest)]
