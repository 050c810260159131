"""The review page in a real Chromium, opened from disk: what a person does with it.

A script error, a dialog or a request for anything but a file fails the test it happens in (`tab`).
"""

import csv
import io
import json
import re
import shutil
from collections import Counter

import pytest

from pipeline.__main__ import main
from pipeline.doctor import BROWSERS
from pipeline.report.site import build
from pipeline.stages import model_hashes
from pipeline.store.corrections import COLUMNS
from pipeline.store.parquet import publish
from pipeline.store.published import by_document, read_rows
from tests.report.test_site import RAW, hostile, report  # noqa: F401  (fixtures)

MANY, LONG = 500, 60  # documents; pages of the longest
FIRST_PAINT_MS = 2000
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser):
    """A function that opens a file; its page knows what was asked for and what went wrong."""
    opened = []

    def open_file(path, fragment="", **options):
        context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        page = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: page.wrong.append(dialog.message) or dialog.dismiss())
        page.goto(path.as_uri() + fragment)
        opened.append((context, page))
        return page

    yield open_file
    for context, page in opened:
        assert page.wrong == []
        assert all(address.startswith("file:") for address in page.asked)
        context.close()


@pytest.fixture(scope="module")
def tables(samples):
    return read_rows(samples)


def of(tables, start):
    """The id of the sample whose name begins so, and its rows."""
    [row] = [row for row in tables["documents"] if row["source_path"].startswith(start)]
    return row["document_id"], {name: by_document(rows).get(row["document_id"], []) for name, rows in tables.items()}


def until(page, expression):
    """The value of an expression as soon as it has one; the page's policy forbids Playwright's own waiting."""
    for _ in range(100):
        if value := page.evaluate(expression):
            return value
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} never came true")


def visible(page, selector):
    return [element.inner_text() for element in page.locator(selector).all() if element.is_visible()]


def test_the_overview_counts_sorts_and_filters(report, tables, tab):  # noqa: F811
    page = tab(report / "index.html")
    assert "Review of 14 documents" in page.inner_text("h1")
    urgent = [flag for flag in tables["flags"] if flag["severity"] != "info"]
    assert page.locator("section#flags li").count() == len(urgent)
    assert len(visible(page, "#documents tbody tr")) == 14
    page.select_option("#province", tables["documents"][0]["province"])
    assert len(visible(page, "#documents tbody tr")) == 1
    page.select_option("#province", "")
    page.check("#only-flagged")
    assert len(visible(page, "#documents tbody tr")) == len({flag["document_id"] for flag in urgent})
    page.uncheck("#only-flagged")
    page.click("#documents th:nth-child(5)")
    counts = [int(text) for text in visible(page, "#documents tbody td:nth-child(5)")]
    assert counts == sorted(counts)
    page.click("#documents th:nth-child(5)")
    assert [int(text) for text in visible(page, "#documents tbody td:nth-child(5)")] == sorted(counts, reverse=True)
    code, count = Counter(flag["code"] for flag in urgent).most_common(1)[0]
    page.click(f'.chip[data-kind="{code}"]')
    assert len(visible(page, "section#flags li")) == count
    page.click(f'.chip[data-kind="{code}"]')
    assert len(visible(page, "section#flags li")) == len(urgent)


def test_search_needs_no_marks_and_reaches_whole_texts(report, tables, tab):  # noqa: F811
    page = tab(report / "index.html")
    page.keyboard.press("/")
    page.uncheck("#whole")
    page.keyboard.press("/")
    page.keyboard.type("benh  dich nam quang")
    assert [text.split("\t")[1] for text in visible(page, "#documents tbody tr")] == ["245/KH-SYT"]
    page.fill("#search", "2/2/2024")
    assert [text.split("\t")[1] for text in visible(page, "#documents tbody tr")] == ["245/KH-SYT"]
    page.fill("#search", "bọ gậy")
    assert visible(page, "#documents tbody tr") == []
    page.check("#whole")
    page.wait_for_selector(".hit:not([hidden])")
    [row] = visible(page, "#documents tbody tr")
    assert "lăng quăng, bọ gậy" in row
    page.fill("#search", "LANG QUANG, BO GAY")
    assert len(visible(page, "#documents tbody tr")) == 1
    page.locator("#documents tbody tr:visible td a").first.click()
    page.wait_for_url("**/documents/*")
    page.go_back()
    page.wait_for_selector("#documents tbody tr[hidden]", state="attached")
    assert page.input_value("#search") == "LANG QUANG, BO GAY"  # and what it found
    assert len(visible(page, "#documents tbody tr")) == 1


def test_search_in_a_document_goes_where_the_words_are(report, tables, tab):  # noqa: F811
    document_id, mine = of(tables, "02_")
    page = tab(report / "documents" / f"{document_id}.html", "#flags-1")
    page.fill("#search", "pasteur nha trang")
    assert page.locator(".panel:not([hidden])").get_attribute("id") == "outline"
    shown = visible(page, "#outline .node")
    assert len(shown) == sum("Viện Pasteur Nha Trang" in row["text"] for row in mine["sections"])
    assert page.inner_text('[data-tab="entities"] b') != "0"
    page.fill("#search", "")
    assert len(visible(page, "#outline .node")) == len(mine["sections"])


def test_every_mention_can_be_reached_on_the_paper(report, tables, tab):  # noqa: F811
    """A citation lies over the days and bodies in it: the smaller must be on top."""
    document_id, _ = of(tables, "05_")
    page = tab(report / "documents" / f"{document_id}.html")
    page.set_viewport_size({"width": 1400, "height": 9000})  # everything at once
    buried = page.evaluate("""() => [...document.querySelectorAll('.box')].map(box => [box, box.getBoundingClientRect()])
        .filter(([box, {x, y, width, height}]) => ![0.1, 0.3, 0.5, 0.7, 0.9].some(at =>
            document.elementFromPoint(x + at * width, y + height / 2)?.dataset.id === box.dataset.id))
        .map(([box, {x, y, width, height}]) => [box.dataset.id, x + width / 2, y + height / 2])""")
    assert page.locator(".box").count() > 90
    assert len(buried) <= 2  # of the very same words as another mention
    for mention, x, y in buried:
        seen = []
        for _ in range(3):
            page.mouse.click(x, y)
            seen.append(page.evaluate("location.hash.slice(1)"))
        assert mention in seen  # pressed again, the next one


def test_a_flag_leads_to_the_value_that_it_doubts(report, tables, tab):  # noqa: F811
    document_id, mine = of(tables, "05_")
    doubted = next(number for number, flag in enumerate(mine["flags"], start=1) if flag["code"] == "invalid_date")
    page = tab(report / "documents" / f"{document_id}.html", f"#flags-{doubted}")
    assert page.locator(".box.area").count() >= 1
    page.click("#detail .about")
    assert mine["flags"][doubted - 1]["raw"] in page.inner_text("#detail")
    assert page.input_value('#detail [name="column"]') == "value"


def test_the_keyboard_alone_corrects_a_value(report, tables, tab):  # noqa: F811
    document_id, _ = of(tables, "11_")
    page = tab(report / "documents" / f"{document_id}.html")
    page.focus('[data-tab="outline"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".panel:not([hidden])").get_attribute("id") == "entities"
    page.focus('#entities [data-id="units-1"]')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "column"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "value"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("#detail").is_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == "units-1"


def test_an_entity_leads_to_its_box_and_back(report, tables, tab):  # noqa: F811
    document_id, mine = of(tables, "02_")
    page = tab(report / "documents" / f"{document_id}.html")
    at = next(number for number, row in enumerate(mine["dates"], start=1) if row["page"] == 2)
    page.click('[data-tab="entities"]')
    entry = page.locator(f'#entities [data-id="dates-{at}"]')
    box = page.locator(f'.box[data-id="dates-{at}"]').first
    entry.hover()
    assert "hover" in box.get_attribute("class")
    entry.click()
    assert "chosen" in box.get_attribute("class")
    page.wait_for_timeout(300)
    frame, paper = box.bounding_box(), page.locator(".paper").bounding_box()
    assert paper["y"] <= frame["y"] <= paper["y"] + paper["height"]  # scrolled to, on the second page
    image = page.locator("#page-2 img").bounding_box()
    [sheet] = [each for each in mine["pages"] if each["page"] == 2]
    x0, y0, x1, _ = mine["dates"][at - 1]["parts"][0]["bbox"]
    assert (frame["x"] - image["x"]) / image["width"] == pytest.approx(x0 / sheet["width"], abs=0.004)
    assert (frame["y"] - image["y"]) / image["height"] == pytest.approx(y0 / sheet["height"], abs=0.004)
    assert frame["width"] / image["width"] == pytest.approx((x1 - x0) / sheet["width"], abs=0.008)
    assert page.evaluate("location.hash") == f"#dates-{at}"
    # and back: a box leads to its entry, in the lists that are open
    page.evaluate("document.querySelector('.paper').scrollTo(0, 0)")
    other = page.locator('.box.units[data-id="units-2"]').first
    other.hover()
    assert "hover" in page.locator('#entities [data-id="units-2"]').get_attribute("class")
    other.click()
    entry = page.locator('#entities [data-id="units-2"]')
    assert "chosen" in entry.get_attribute("class")
    list_, panel = entry.bounding_box(), page.locator("#entities").bounding_box()
    assert panel["y"] - 2 <= list_["y"] <= panel["y"] + panel["height"]
    assert mine["units"][1]["canonical"] in page.inner_text("#detail")


def test_a_section_and_a_table_row_show_where_they_stand(report, tables, tab):  # noqa: F811
    document_id, _ = of(tables, "01_")
    page = tab(report / "documents" / f"{document_id}.html")
    page.click('[data-tab="outline"]')
    page.click('#outline [data-id="sections-3"] .path')
    assert page.locator(".box.area").count() == 1
    page.click('[data-tab="tables"]')
    page.click('#tables [data-id="table_rows-2"] td:first-child')
    assert page.locator(".box.area").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator(".box.area").count() == 0


def test_restored_words_say_what_was_read(report, tables, tab):  # noqa: F811
    document_id, mine = of(tables, "10_")
    page = tab(report / "documents" / f"{document_id}.html")
    marked = page.locator(".sheet .m.read")
    assert marked.count() >= 0.9 * sum(row["char_start"] is not None for row in mine["restorations"])
    assert "read as KE" in [element.get_attribute("title") for element in marked.all()]
    page.click('[data-tab="restored"]')
    assert page.locator("#restored tbody tr").count() == len(mine["restorations"])


def test_keys_walk_through_all_flags_and_on_to_the_next_document(report, tables, tab):  # noqa: F811
    flagged = {flag["document_id"] for flag in tables["flags"] if flag["severity"] != "info"}
    page = tab(report / "index.html")
    page.keyboard.press("n")
    page.wait_for_url("**/documents/*#flags-*")
    visited = [page.url]
    for _ in range(len(tables["flags"]) + 1):
        page.wait_for_selector("#flags .flag.chosen", state="attached")
        page.keyboard.press("n")
        if not moved(page, visited[-1]):
            break
        visited.append(page.url)
    assert page.inner_text("#shown") == "This was the last flag."
    found = [re.search(r"(\w+)\.html#(\S+)", url).groups() for url in visited]
    assert {document_id for document_id, _ in found} == flagged
    for document_id in flagged:
        count = sum(flag["document_id"] == document_id for flag in tables["flags"])
        assert len({name for other, name in found if other == document_id}) == count
    page.keyboard.press("p")
    assert moved(page, visited[-1])
    assert page.url == visited[-2]


def moved(page, url):
    """Whether the page comes to be another one than `url` within two seconds, and has arrived there."""
    for _ in range(40):
        page.wait_for_timeout(50)
        if page.url != url and not page.url.endswith(("first-flag", "last-flag")):
            return True
    return False


def test_the_copied_line_corrects_the_value(samples, report, tables, tab, tmp_path):  # noqa: F811
    document_id, mine = of(tables, "11_")
    page = tab(
        report / "documents" / f"{document_id}.html", "#dates-1", permissions=["clipboard-read", "clipboard-write"]
    )
    page.select_option('#detail [name="column"]', "role")
    assert "deadline" in page.inner_text('#detail [name="value"]')  # the words that the column may hold
    page.select_option('#detail [name="value"]', "reporting")
    page.fill('#detail [name="who"]', 'Lan "Hai", phòng 2')
    page.click("#detail .copy")
    page.wait_for_selector("#detail output small")
    copied = page.evaluate("navigator.clipboard.readText()")
    [cells] = csv.reader(io.StringIO(copied))
    assert cells[:6] == [
        document_id,
        "dates",
        f"{mine['dates'][0]['section_path']}: {mine['dates'][0]['raw']}",
        "role",
        "reporting",
        'Lan "Hai", phòng 2',
    ]
    (tmp_path / "raw").mkdir()
    shutil.copy(RAW / mine["documents"][0]["source_path"], tmp_path / "raw")
    (tmp_path / "corrections.csv").write_text(",".join(COLUMNS) + "\n" + copied, "utf-8")
    arguments = ["extract", str(tmp_path / "raw"), "--out", str(tmp_path / "data"), "--corrections"]
    assert main([*arguments, str(tmp_path / "corrections.csv"), "--workers", "1"]) == 0
    again = read_rows(tmp_path / "data")
    assert [row["status"] for row in again["corrections"]] == ["applied"]
    changed = next(row for row in again["dates"] if row["raw"] == mine["dates"][0]["raw"] and row["method"] == "human")
    assert changed["role"] == "reporting"


def test_cells_are_corrected_one_by_one(report, tables, tab):  # noqa: F811
    document_id, mine = of(tables, "14_")
    at = next(
        number for number, row in enumerate(mine["table_rows"], start=1) if "" in row["cells"] and not row["is_section"]
    )
    page = tab(
        report / "documents" / f"{document_id}.html",
        f"#table_rows-{at}",
        permissions=["clipboard-read", "clipboard-write"],
    )
    cells = mine["table_rows"][at - 1]["cells"]
    areas = page.locator('#detail [name="value"]')
    assert [area.input_value() for area in areas.all()] == cells
    page.fill('#detail [name="who"]', "Lan")
    page.click("#detail .copy")
    assert page.inner_text("#detail output") == "The value is as it was."
    areas.nth(1).fill("hai\ndòng")
    page.click("#detail .copy")
    page.wait_for_selector("#detail output small")
    [line] = csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()")))
    assert json.loads(line[4]) == [cells[0], "hai\ndòng", *cells[2:]]


def test_a_hostile_document_is_only_text(hostile, tab):  # noqa: F811
    for path in [hostile / "index.html", *(hostile / "documents").iterdir()]:
        page = tab(path)
        assert page.locator("iframe, svg").count() == 0
        if path.parent.name == "documents":
            assert "<script>alert(1)</script> năm 2024" in page.inner_text("h1")
            assert "</script><script>alert(3)</script>" in page.inner_text(".sheet")
            for entry in page.locator("#outline .node").all():
                page.click('[data-tab="outline"]')
                entry.locator(".path").click()
        else:
            page.check("#whole")
            page.fill("#search", "onmouseover")
            page.wait_for_selector(".hit:not([hidden])")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_it_fits_its_screen_and_can_be_read(report, tables, browser, scheme, width, height):  # noqa: F811
    document_id, _ = of(tables, "02_")
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    for path in (report / "index.html", report / "documents" / f"{document_id}.html"):
        page.goto(path.as_uri() + "#units-3")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ground, ink = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert contrast(ground, ink) > 7  # WCAG 2.2, level AAA
        page.click("#theme")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
        page.click("#theme")
    context.close()


def contrast(one, other):
    """The contrast of two CSS colours after WCAG 2.2."""

    def light(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def many(samples, report, tables, tmp_path_factory):  # noqa: F811
    """The report of five hundred documents, one of them of sixty pages, with a picture for every page."""
    folder = tmp_path_factory.mktemp("many")
    rows = {name: [] for name in tables}
    own = {name: by_document(each) for name, each in tables.items()}
    ids = [row["document_id"] for row in tables["documents"]]
    picture = next((report / "pages").iterdir())
    (folder / "report" / "pages").mkdir(parents=True)
    for number in range(MANY):
        original, document_id = ids[number % len(ids)], f"{number:016x}"
        for name in rows:
            rows[name] += [row | {"document_id": document_id} for row in own[name].get(original, ())]
        rows["documents"][-1]["source_path"] = rows["inputs"][-1]["source_path"] = f"{number}.pdf"
        pages = [page for page in rows["pages"] if page["document_id"] == document_id]
        if number == 0:
            rows["pages"] += [
                pages[-1] | {"page": page, "width": 595.0, "height": 842.0} for page in range(len(pages) + 1, LONG + 1)
            ]
            pages = [page for page in rows["pages"] if page["document_id"] == document_id]
        for page in pages:
            if page["width"]:
                name = f"{document_id}-{page['page']}-{page['rotation']}.webp"
                shutil.copyfile(picture, folder / "report" / "pages" / name)
    publish(rows, folder, model_hashes())
    build(folder, {}, folder / "report", 1)
    return folder / "report"


def first_paint(page):
    return until(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime")


def test_five_hundred_documents_are_there_at_once(many, tab):
    page = tab(many / "index.html")
    paint = first_paint(page)
    print(f"first paint of {MANY} documents: {paint:.0f} ms")
    assert paint < FIRST_PAINT_MS
    assert page.locator("#documents tbody tr").count() == MANY
    assert not any("search.js" in address for address in page.asked)  # 500 texts wait until somebody searches them
    page.fill("#search", "cai cach hanh chinh")
    assert 0 < len(visible(page, "#documents tbody tr")) < MANY


def test_pictures_come_when_they_are_looked_at(many, tab):
    page = tab(many / "documents" / f"{0:016x}.html")
    assert first_paint(page) < FIRST_PAINT_MS
    assert page.locator("figure").count() == LONG
    assert 0 < sum(address.endswith(".webp") for address in page.asked) < LONG / 4
    page.locator(f"#page-{LONG} figcaption").scroll_into_view_if_needed()
    assert until(page, f"document.querySelector('#page-{LONG} img').naturalWidth") > 0
