"""`gonghui review 2021 --out review.docx|pdf|html`: the year's review as a file (contracts §1)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gonghui.desks.figures import reckoning
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal

from ...models import Review
from ...writing import papers, pdf, web, word

COULD_NOT_RUN = 2
FORMS = {".docx": word.word_of, ".pdf": pdf.pdf_of, ".html": lambda paper: web.page_of(paper).encode()}


class Command(BaseCommand):
    help = "打印年度述评 write the year's review YEAR --out FILE.docx|pdf|html [--unit CODE] [--draft]"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="年度 the year: 2021")
        parser.add_argument("--out", required=True, metavar="FILE", help="文件名,以 .docx、.pdf 或 .html 结尾")
        parser.add_argument("--unit", metavar="CODE", help="行政区划代码 area code (default: the whole city)")
        parser.add_argument("--draft", action="store_true", help="未发布的也打印,标明草稿 a draft, marked as such")

    def handle(self, *args, year, out, unit, draft, **options):
        path = Path(out)
        if path.suffix.lower() not in FORMS:
            raise refused("文件名应以 .docx、.pdf 或 .html 结尾。", "The file must end in .docx, .pdf or .html.")
        if not 2000 <= year <= 2100:
            raise refused("年度应为四位数字,如 2021。", "A year is written 2021.")
        with transaction.atomic(), sight.system("review"):
            paper = self._paper(year, unit, draft)
        try:
            content = FORMS[path.suffix.lower()](paper)
            path.write_bytes(content)
        except Refusal as refusal:
            raise refused(str(refusal), "The file could not be made.") from None
        except OSError as fault:
            raise refused(f"写不进“{path}”:{fault.strerror}。", "The file cannot be written.") from None
        self._tell(paper, path)

    def _paper(self, year, code, draft):
        whose = reckoning.unit_of_area(code) if code else reckoning.the_city()
        if whose is None:
            raise refused("没有这个工会,或数据库里还没有市总工会。", "There is no such unit.")
        own = Review.objects.of(whose, year).standing().select_related("unit__area").first()
        if own and (own.state == Review.State.PUBLISHED or draft):
            return papers.paper_of(own)
        if draft:
            return papers.draft_for(whose, year)
        raise refused(
            f"{whose} {year} 年度述评还没有发布;要打印草稿,请加 --draft。",
            "This review is not published; add --draft for a draft.",
        )

    def _tell(self, paper, path):
        state = "草稿 draft" if paper.is_draft else "已发布 published"
        self.stdout.write(f"{paper.title}({state})→ {path}")
        self.stdout.write(f"数字 numbers {len(paper.numbers)},待记录 gaps {len(paper.gaps)}")
        for number in paper.corrected:
            self.stdout.write(f"已更正 restated: {number.code} {number.shown} → {number.now}")


def refused(chinese: str, english: str) -> CommandError:
    return CommandError(f"{chinese}\n{english}", returncode=COULD_NOT_RUN)
