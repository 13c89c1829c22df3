"""Reports of a ledger: what is drawn and listed is what was counted, and nothing that others wrote becomes markup or a formula."""

import csv
import html.parser
import io
import re

import pytest
from keeper import Keeper

HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "x'--></style></title><b>", "&lt;b&gt; &#x3c;", "a\u202eb\x1b[31m",
    "=HYPERLINK(\"http://example.jp\")", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＠x", " =1", "a,b;c\"d", "\u3000＋1",
]
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


class Page(html.parser.HTMLParser):
    """A page whose elements are all closed, in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.cells, self.texts = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag in ("td", "th"):
            self.cells.append("")
        # HTML knows no end for these; inside a picture <rect> has one.
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data

    def handle_comment(self, data):
        raise AssertionError("a comment")


@pytest.fixture(scope="module")
def keeper(program, tmp_path_factory):
    """An office with entries whose texts would be markup or formulas."""
    keeper = Keeper(program, tmp_path_factory.mktemp("reports") / "keeper")
    for text in HOSTILE:
        keeper.ledger("retention", "set", "--keep", "9d")
        keeper.ledger("forget", "--person", "fixture sender", f"--reason={text}")
    keeper.ledger("retention", "set", "--keep", "9d")
    keeper.write("file.txt", "content\n")
    for grade in ("C1/I1/A1", "C2/I1/A1", "C2/I1/A1"):
        keeper.run("seal", "--to", "sender", "--passphrase-file", "key-passphrase", "--grade", grade, "--force", "-o", "x.fubako", "file.txt")
    return keeper


def report(keeper, name, *options):
    keeper.ledger("report", "--since", "2026-01-01", "--force", "-o", name, *options)
    return (keeper.home / name).read_bytes()


def page(keeper, language):
    return Page(report(keeper, "report.html", "--lang", language).decode())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_is_well_formed_and_holds_no_markup_of_others(keeper, language):
    found = page(keeper, language)
    assert not {"script", "img", "b", "a", "link", "iframe"} & set(found.tags)
    assert not any(name.startswith("on") or name in ("src", "href") for name, _ in found.attributes)
    assert found.tags.count("html") == found.tags.count("head") == found.tags.count("body") == 1
    assert ("lang", language) in found.attributes
    shown = "\n".join(found.cells)
    for text in HOSTILE[:4]:
        assert f"reason: {text}" in shown, text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", "".join(text for _, text in found.texts))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pictures_show_what_was_counted(keeper, language):
    found = page(keeper, language)
    entries = keeper.ledger("show", "--json").json["entries"]
    days = [text for tag, text in found.texts if tag == "title"][1:]
    assert sum(int(text.rsplit(" ", 1)[1]) for text in days) == len(entries)
    grades = {found.cells[index]: int(found.cells[index + 1]) for index, cell in enumerate(found.cells) if re.fullmatch("C[123]/I1/A1", cell)}
    assert grades == {"C1/I1/A1": 1, "C2/I1/A1": 2}
    titles = [text for tag, text in found.texts if tag == "h2"]
    assert len(titles) == 5 and len(set(titles)) == 5
    assert all(text.isascii() for text in titles) == (language == "en")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_table_has_every_entry_and_no_formula(keeper, language):
    data = report(keeper, "report.csv", "--lang", language)
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    entries = keeper.ledger("show", "--json").json["entries"]
    assert [int(row[0]) for row in rows] == [entry["position"] for entry in entries]
    assert {len(row) for row in rows} == {len(head)}
    for row, entry in zip(rows, entries):
        for name, cell in zip(head, row):
            assert not cell.strip(" \u3000").startswith(FORMULA), cell
            value = entry["fields"].get(name)
            if isinstance(value, str):
                assert cell.removeprefix("'") == value
    # What is to be erased, and that it is, are two entries.
    reasons = list(dict.fromkeys(row[head.index("reason")] for row in rows if row[head.index("reason")]))
    assert [text.removeprefix("'") for text in reasons] == HOSTILE
    assert sum(text.startswith("'") for text in reasons) == 8


def test_persons_are_shown_only_if_asked_for(keeper):
    entries = keeper.ledger("show", "--json").json["entries"]
    actor = next(entry["fields"]["actor"] for entry in entries if entry["fields"].get("actor", "-") != "-")
    for name in ("report.html", "report.csv"):
        assert actor not in report(keeper, name).decode()
        assert actor in report(keeper, name, "--with-personal").decode()
        assert (keeper.home / name).stat().st_mode & 0o077 == 0


def test_an_empty_period_says_so(keeper):
    for language, text in (("en", "Nothing was recorded in this period."), ("ja", "この期間の記録はありません。")):
        keeper.ledger("report", "--month", "2001-01", "--force", "-o", "empty.html", "--lang", language)
        found = Page((keeper.home / "empty.html").read_text())
        assert any(text in data for _, data in found.texts), found.texts
