"""The main job, told as what ten people do in their browsers, one after the other."""

import datetime as dt
import html
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser

from config.demo.journey import MINUTES, TEXT
from lienthong.records.texts.tests.factories import docx, paragraph, run
from lienthong.ui.tests.chromium import PATIENCE

from .installation import Installation
from .person import DESKTOP, PHONE, Person, Troubles, said, upload

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ON_PHONES = {"long", "son", "hoa"}
SUBJECT = "xây dựng nếp làm việc số"
COMMUNE = "Đảng ủy xã"
ABOVE = "Ban Bí thư Trung ương Đảng"
WRITTEN = "Báo cáo kết quả thực hiện hằng quý."
NEW_WORDS = "Toàn bộ nhiệm vụ của cấp ủy được giao, theo dõi và đánh giá bằng dữ liệu thống nhất."
PROPOSAL = "Đề nghị nêu rõ cơ quan chịu trách nhiệm và thời hạn."
DIRECTION = "Ban Xây dựng Đảng chủ trì tham mưu kế hoạch thực hiện."
RESULT = "Đã trình dự thảo kế hoạch thực hiện."
MEMBERS, ABSENT = 27, 4
BETWEEN_LOOKS = 200  # milliseconds, at a page that shows what is done in the background
Look = Callable[[Person, str], None]


def today() -> dt.date:
    return dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def written(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def draft_in_word(subject: str) -> bytes:
    """The specialist's own file, as a word processor would leave it."""
    lines = [
        line.strip() for line in TEXT.read_text("utf-8").replace(SUBJECT, subject).splitlines()
    ]
    heads = {"NGHỊ QUYẾT", "ĐẢNG CỘNG SẢN VIỆT NAM"}
    return docx(
        *(
            paragraph(
                run(html.escape(line), bold=line in heads or bool(re.match("[IVX]+\\.", line)))
            )
            for raw in lines
            if raw
            for line in re.split(r"\s{8,}", raw)
        )
    )


@dataclass
class Story:
    """The play: who is on the stage, and which documents have come up so far."""

    browser: Browser
    place: Installation
    scripts: bool = True
    subject: str = SUBJECT
    look: Look = lambda person, name: None
    troubles: Troubles = field(default_factory=Troubles)
    people: dict[str, Person] = field(default_factory=dict)
    document: str = ""  # address of the resolution in the issuing office
    letter: str = ""  # address of the commune's forwarding letter
    arrival: str = ""  # address of the resolution where it arrived
    notation: str = ""
    letter_number: str = ""

    # --- The stage ---

    def enter(self, username: str) -> Person:
        """A person with a browser of their own, signed in once for the whole day."""
        if username not in self.people:
            person = self.stranger(username)
            self.people[username] = person
            person.sign_in()
            if username in ("minh", "mai", "hoa"):  # one of each kind is enough to look at
                self.look(person, f"desk-{username}")
        return self.people[username]

    def stranger(self, username: str = "") -> Person:
        """Somebody at a browser, not signed in."""
        phone = username in ON_PHONES
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=self.scripts,
            reduced_motion="reduce",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(PATIENCE)
        person = Person(username, self.place, context)
        self.troubles.watch(username or "a stranger", person.page)
        return person

    def leave(self) -> None:
        for person in self.people.values():
            person.context.close()

    def at_desk(self, username: str, words: str = "") -> Person:
        """What waits is on the desk; it leads to the document."""
        person = self.enter(username)
        person.visit("/")
        person.follow_text(words or self.subject)
        return person

    # --- The province: draft, opinions, appraisal, adoption ---

    def draft(self) -> None:
        minh = self.enter("minh")
        minh.to("/outgoing/new/")
        self.look(minh, "new-document")
        draft = upload("du-thao.docx", draft_in_word(self.subject), WORD)
        minh.fill("/new/file/", **{"import-file": draft})
        minh.press_in("/new/file/")
        self.look(minh, "details")
        minh.choose("/details/", signer="Vũ Hoàng Long")
        minh.fill("/details/", signing_body="BAN CHẤP HÀNH")
        minh.act()
        self.document = minh.path
        minh.sees(self.subject)
        self.look(minh, "draft")

    def edit_a_clause(self) -> None:
        minh = self.enter("minh")
        minh.visit(self.document)
        minh.to("/write/")
        self.look(minh, "write")
        if self.scripts:
            self._write_on(minh)
        minh.to("/text/")
        self.look(minh, "text")
        line = minh.page.locator("ol.editor > li", has_text="Toàn bộ nhiệm vụ nêu trong")
        minh.go(line.locator('a[href*="/text/"]').first)
        self.look(minh, "clause")
        minh.fill(minh.path, text=NEW_WORDS)
        minh.act()
        minh.sees(NEW_WORDS)

    def _write_on(self, minh: Person) -> None:
        """Enter begins a clause, and what is typed is saved by itself."""
        clause = minh.page.locator("#editor-text [data-wid]", has_text="Toàn bộ nhiệm vụ nêu trong")
        clause.click()
        minh.page.keyboard.press("End")
        minh.page.keyboard.press("Enter")
        minh.page.keyboard.type(WRITTEN)
        minh.page.locator('#editor-saved[data-state="unsaved"]').wait_for()
        minh.page.locator('#editor-saved[data-state="saved"]').wait_for()
        minh.visit(minh.path)
        minh.sees(WRITTEN)

    def address(self) -> None:
        minh = self.enter("minh")
        minh.visit(self.document)
        minh.to("/recipients/")
        # What the file names above is printed only; it is to be delivered as well.
        line = minh.page.locator("#recipients tbody tr", has_text=ABOVE)
        minh.go(line.locator("button"))
        own = minh.page.locator('form:has(input[name="label"]:not([type="hidden"]))')
        own.locator("[name=kind]").select_option("superior")
        own.locator("[name=purpose]").select_option("report")
        own.locator("[name=label]").fill(ABOVE)
        minh.go(own.locator("button[type=submit]").last)
        due = today() + dt.timedelta(days=14)
        minh.fill("/reach/", **{"reach-scope": "branches", "reach-due_on": written(due)})
        minh.press_in("/reach/")
        self.look(minh, "recipients")

    def ask_opinions(self) -> None:
        minh = self.enter("minh")
        minh.visit(self.document)
        minh.to("/opinions/")
        bodies = ("Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        minh.tick("/opinions/ask/", "ask_opinions-bodies", *bodies)
        self.look(minh, "ask-opinions")
        minh.press_in("/opinions/ask/")
        minh.sees("Ban Tổ chức Tỉnh ủy")

    def give_opinions(self) -> None:
        nhung = self.at_desk("nhung")
        self.look(nhung, "asked-for-opinion")
        nhung.act()
        clause = nhung.page.locator("ol.beside > li", has_text="Ít nhất 90% chi bộ")
        clause.locator(".proposal > summary").click()
        clause.locator('textarea[name^="clause-"]').fill(PROPOSAL)
        words = clause.locator('textarea[name^="wording-"]')
        words.fill(words.input_value().replace("90%", "95%"))
        nhung.go(nhung.page.locator('button[formaction$="/opinions/keep/"]'))
        nhung.sees("95%")
        nhung.fill("/opinions/give/", stance="amend", text="Cơ bản thống nhất; đề nghị sửa một ý.")
        self.look(nhung, "give-opinion")
        nhung.act()
        anh = self.at_desk("anh")
        anh.act()
        anh.fill("/opinions/give/", stance="agree")
        anh.act()

    def take_in(self) -> None:
        minh = self.enter("minh")
        minh.visit(self.document)
        minh.to("/opinions/")
        minh.sees(PROPOSAL)
        self.look(minh, "opinions")
        while (open_ones := minh.page.locator(".said-one details[open] form")).count():
            one = open_ones.first
            if one.get_attribute("action").endswith("/put-in/"):
                minh.go(one.locator("button"))
                minh.reads("In the text")
                continue
            one.locator("[name$=how]").select_option("explained")
            one.locator("[name$=answer]").fill("Sẽ nêu trong kế hoạch thực hiện.")
            minh.go(one.locator("button[type=submit], button:not([type])"))
        minh.to("/summary/")
        minh.sees(PROPOSAL)
        self.look(minh, "summary")
        minh.visit(self.document)
        minh.act()

    def appraise(self) -> None:
        huong = self.at_desk("huong")
        huong.reads("Form check")
        self.look(huong, "appraisal")
        huong.fill("/initial/", note="Thể thức đúng quy định.")
        huong.act()

    def adopt(self) -> None:
        huong = self.at_desk("huong")
        self.look(huong, "adoption")
        members = int(huong.form("/adoption/").locator("[name=members_count]").input_value())
        huong.fill(
            "/adoption/",
            body="Ban Chấp hành Đảng bộ tỉnh",
            held_on=written(today()),
            votes_for=members - 1,
            votes_against=0,
            votes_abstained=0,
            minutes=upload("bien-ban.txt", MINUTES.encode(), "text/plain"),
        )
        huong.act()

    def submit(self) -> None:
        minh = self.at_desk("minh")
        self.look(minh, "submit")
        minh.act()
        self.look(minh, "facts-submit")
        minh.act()
        minh.visit(self.document)
        minh.to("/slip/")
        minh.sees(PROPOSAL, "Ban Chấp hành Đảng bộ tỉnh")
        self.look(minh, "slip")

    # --- Signature and issue ---

    def sign(self) -> None:
        long = self.at_desk("long")
        self.look(long, "to-sign")
        long.act()
        long.reads(
            "PIN, codes and passkeys for signing are given on this page only, never on another one, by telephone or message."
        ).sees(self.subject)
        self.look(long, "sign")
        self._agree(long)

    def issue(self) -> None:
        mai = self.at_desk("mai")
        self.look(mai, "issue")
        mai.act()
        mai.reads("This cannot be undone")
        self.look(mai, "facts-issue")
        mai.act()
        self.look(mai, "seal")
        self._agree(mai)
        self._until_issued(mai, self.document)
        self.look(mai, "issued")
        mai.visit("/outgoing/register/")
        row = mai.page.locator("#outgoing-register tbody tr", has_text=self.subject).last
        self.notation = row.locator("td").first.inner_text().strip()
        assert re.fullmatch(r"\d\d-NQ/TU", self.notation), self.notation
        assert written(today()) in row.inner_text(), "the printed date is the day of issue"
        self.look(mai, "register")

    def _agree(self, person: Person) -> None:
        """At the signing window, which the button has led to: PIN and code, and back to the document."""
        assert person.page.url.startswith(f"{self.place.window}/answer/"), person.page.url
        pin, code = self.place.proof(person.username)
        person.page.fill("[name=pin]", pin)
        person.page.fill("[name=code]", code)
        person.go(person.page.locator(".proof .form-actions button[type=submit]"))
        assert person.page.url.startswith(self.place.address), person.text()[:600]

    def _until_issued(self, person: Person, document: str) -> None:
        """The seal is set in the background; the page says so until it is done."""
        until = time.monotonic() + PATIENCE / 1000
        person.visit(document)
        while not person.page.locator(".tag.ok", has_text=said("Issued")).count():
            assert time.monotonic() < until, f"not issued: {person.text()[:600]}"
            person.page.wait_for_timeout(BETWEEN_LOOKS)
            person.visit(document)

    # --- The commune ---

    def wait_in_the_branch(self) -> None:
        """Before its committee forwards it, the branch may read the document but not confirm it."""
        hoa = self.enter("hoa")
        hoa.visit("/incoming/?tab=waiting")
        self.look(hoa, "branch-waiting-list")
        hoa.follow_text(self.subject)
        hoa.reads("Waiting for its own committee")
        assert not hoa.form("/receive/").count(), "nothing to confirm yet"
        self.look(hoa, "branch-waiting")

    def register(self) -> None:
        lan = self.at_desk("lan")
        self.arrival = lan.path
        self.look(lan, "arrived")
        lan.act()
        lan.reads("Number of arrival")
        lan.visit("/incoming/register/")
        lan.sees(self.notation)
        self.look(lan, "register-of-arrivals")

    def propose(self) -> None:
        hai = self.at_desk("hai")
        hai.fill(
            "/propose/", opinion="Kính chuyển đồng chí Bí thư; đề xuất Ban Xây dựng Đảng chủ trì."
        )
        self.look(hai, "propose")
        hai.act()

    def direct(self) -> None:
        son = self.at_desk("son")
        self.look(son, "direct-callout")
        son.choose("/direct/", lead="Ban Xây dựng Đảng")
        son.tick("/direct/", "coordinators", "Ủy ban Kiểm tra")
        son.fill("/direct/", instruction=DIRECTION, due_on=written(today() + dt.timedelta(days=10)))
        self.look(son, "direct")
        son.act()

    def handle(self) -> None:
        dung = self.at_desk("dung")
        dung.fill("/answer/", note="Đã góp ý phần kiểm tra, giám sát.")
        dung.act()
        thu = self.at_desk("thu")
        thu.sees(DIRECTION)
        thu.fill("/answer/", note=RESULT)
        self.look(thu, "answer")
        thu.act()
        hai = self.enter("hai")
        hai.visit("/")
        self.look(hai, "desk")
        hai.follow_text(self.subject)
        hai.sees(RESULT)
        self.look(hai, "close")
        hai.act()

    def forward(self) -> None:
        lan = self.enter("lan")
        lan.visit(self.arrival)
        lan.press_in("/forward-letter/")
        self.letter = lan.path
        self.look(lan, "letter")
        lan.act()
        hai = self.enter("hai")
        hai.visit(self.letter)
        hai.act()
        lan.visit(self.letter)
        lan.act()
        lan.act()
        son = self.enter("son")
        son.visit(self.letter)
        son.act()
        self._agree(son)
        lan.visit(self.letter)
        lan.act()
        lan.reads("This cannot be undone")
        lan.act()
        self._agree(lan)
        self._until_issued(lan, self.letter)
        self.letter_number = lan.page.locator(".facts .num").first.inner_text()
        self.look(lan, "letter-issued")

    # --- The branch, and the way back ---

    def brief_members(self) -> None:
        hoa = self.at_desk("hoa")
        self.look(hoa, "branch-receive")
        hoa.act()
        hoa.led_to_fields("absent")
        boxes = hoa.form("/pass-on/").locator("[name=absent]")
        assert boxes.count() == MEMBERS, boxes.count()
        self.look(hoa, "branch-meeting")
        for number in range(ABSENT):
            boxes.nth(MEMBERS - 1 - number).check()
        hoa.act()
        hoa.sees(f"{MEMBERS - ABSENT}/{MEMBERS}")
        self.look(hoa, "branch-passed-on")

    def watch(self) -> None:
        mai = self.enter("mai")
        mai.visit(self.document)
        mai.to(self.board)
        mai.sees(self.notation, COMMUNE)
        self.look(mai, "board")
        forwarded = mai.page.locator("#board tbody tr:has(.tag.ok)").first
        mai.go(forwarded.locator("a").first)
        branch = mai.page.locator("#board tbody tr:has(.tag.ok)").first.inner_text()
        assert "Chi bộ" in branch, branch
        self.look(mai, "board-commune")
        mai.visit(self.board)
        mai.go(mai.page.locator('a[href*="/receipts/whom/"]').locator("visible=true").first)
        self.look(mai, "remind")
        mai.press_in("/receipts/remind/")
        self.look(mai, "reminded")

    @property
    def board(self) -> str:
        return f"{self.arrival}receipts/"

    def verify(self) -> None:
        mai = self.enter("mai")
        whole = mai.download(f"{self.document}document.pdf")
        assert whole.startswith(b"%PDF")
        anybody = self.stranger()
        anybody.visit("/verify/")
        self.look(anybody, "verify")
        anybody.fill("/verify/", file=upload("van-ban.pdf", whole, "application/pdf"))
        anybody.act()
        anybody.reads("The file is valid").sees(self.notation)
        self.look(anybody, "verify-valid")
        altered = bytearray(whole)
        altered[len(altered) // 2] ^= 1
        anybody.fill("/verify/", file=upload("van-ban.pdf", bytes(altered), "application/pdf"))
        anybody.act()
        anybody.reads("The file is not valid").sees_not(self.notation)
        self.look(anybody, "verify-invalid")
        anybody.context.close()

    def look_back(self) -> None:
        """The history names who, in which post, of which unit."""
        minh = self.enter("minh")
        minh.visit(self.document)
        minh.page.locator("#history summary").click()
        history = minh.page.locator("#history").inner_text()
        for name, post in (
            ("Trần Đức Minh", "Chuyên viên"),
            ("Nguyễn Thu Hương", "Chánh Văn phòng"),
            ("Vũ Hoàng Long", "Bí thư"),
            ("Lê Thị Mai", "Văn thư"),
        ):
            assert re.search(f"{name}.*{post}", history), (name, history)
        assert "Văn phòng Tỉnh ủy" in history, history

    def outsiders(self) -> None:
        """Who has no business with a document does not find it."""
        anybody = self.stranger()
        for address in (self.document, self.arrival, self.board, f"{self.document}document.pdf"):
            anybody.visit(address)
            assert anybody.path == "/account/sign-in/", f"{address} is shown to a stranger"
        anybody.context.close()
        ngoan = self.enter("ngoan")
        with self.troubles.expecting(404):
            for address in (self.document, f"{self.document}text/", self.letter, self.board):
                assert ngoan.visit(address).status == 404, f"{address} is there for an outsider"
        ngoan.visit(f"/search/?q={self.letter_number}")
        ngoan.reads("Nothing found")

    def read_in_english(self, look: Look) -> None:
        """Somebody who chose English reads the main pages, then goes back to Vietnamese."""
        minh = self.enter("minh")
        minh.visit("/")
        minh.go(minh.page.locator('form.lang button[value="en"]:visible').first)
        for address in ("/", "/outgoing/", self.document, f"{self.document}slip/", "/account/"):
            minh.visit(address)
            look(minh, address)
        minh.go(minh.page.locator('form.lang button[value="vi"]:visible').first)

    STEPS = (
        draft,
        edit_a_clause,
        address,
        ask_opinions,
        give_opinions,
        take_in,
        appraise,
        adopt,
        submit,
        sign,
        issue,
        wait_in_the_branch,
        register,
        propose,
        direct,
        handle,
        forward,
        brief_members,
        watch,
        verify,
        look_back,
        outsiders,
    )

    def play(
        self, tell: Callable[[str], None] = lambda name: None, *, until: str = "outsiders"
    ) -> None:
        names = [step.__name__ for step in self.STEPS]
        for step in self.STEPS[: names.index(until) + 1]:
            tell(step.__name__)
            step(self)
            seen = self.troubles.seen
            assert not seen, f"after {step.__name__}: {seen}\n{self.place.last_words()}"
