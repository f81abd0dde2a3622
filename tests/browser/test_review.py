"""The page for comparing two and two, read from a disk: what is chosen there is saved as decisions that the build reads."""

from lod_publisher.linking.concordance import link
from lod_publisher.linking.decisions import Decisions
from lod_publisher.linking.review import Outcome, review_page
from lod_publisher.linking.who import Pair
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin, Person


def test_what_a_librarian_chooses_is_saved_as_decisions_that_can_be_read(browser, tmp_path):
    records = [Person(key, Origin("list.xml", 7), f"Smith {key}") for key in "abcd"]
    possible = [
        Pair(Kind.PERSON, "a", "b", 0.8, ("The names are the same.",)),
        Pair(Kind.PERSON, "c", "d", 0.6, ("The names are alike.",)),
        Pair(Kind.PERSON, "a", "d", 0.5, ("The names are alike.",)),
    ]
    outcome = Outcome(records, link(records, possible=possible), (), Decisions(), "2026-01-02")
    (tmp_path / "review.html").write_text(review_page(outcome), encoding="utf-8")
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "review.html").as_uri())
    articles = page.locator("article")
    articles.nth(0).get_by_label("The same").check()
    articles.nth(0).get_by_label("Why").fill('one man, "the younger"')
    articles.nth(1).get_by_label("Different").check()
    page.get_by_label("Your name").fill("M. Reader")
    with page.expect_download() as saved:
        page.get_by_role("button").click()
    saved.value.save_as(tmp_path / "decisions.csv")
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    context.close()
    found = Decisions.read(tmp_path / "decisions.csv")
    assert (found.findings, complaints, wide) == ([], [], False)
    assert (list(found.same), list(found.different)) == ([(Kind.PERSON, "a", "b")], [(Kind.PERSON, "c", "d")])
    row = found.same[Kind.PERSON, "a", "b"]
    assert (row.who, row.why) == ("M. Reader", 'one man, "the younger"')
