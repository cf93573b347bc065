"""Build the pages as a site, a warning being an error: ``python docs/site/build.py`` (``make docs`` sets up what it needs).

The pages link to each other as they lie in the repository, so they are laid out in ``build/pages`` as there, with every
file that they show or offer. The navigation is that of ``docs/index.md``.
"""

import json
import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
INDEX = ROOT / "docs" / "index.md"
_LINK = re.compile(r"(?<=\]\()[^)\s#]+(?=[)#])")
_ENTRY = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<to>[^)\s#]+)\)")


def linked(page: Path) -> list[Path]:
    """Files of the repository that a page links to or shows."""
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    return [to for link in links if not re.match(r"[a-z]+:", link) and (to := (page.parent / link).resolve()).is_file()]


def pages() -> list[Path]:
    """The first page and all that is reached from it."""
    found, open_ = set(), [ROOT / "README.md"]
    while open_:
        page = open_.pop()
        if page not in found:
            found.add(page)
            open_ += linked(page) if page.suffix == ".md" else []
    return sorted(found)


def navigation() -> list[dict[str, object]]:
    """Sections of ``docs/index.md`` with their pages, each page once, where it stands first."""
    seen = {ROOT / "README.md", INDEX}
    nav: list[dict[str, object]] = [{"geomap": "README.md"}, {"All pages": "docs/index.md"}]
    for section in re.split(r"^\*\*(?=[^*\n]+\*\*$)", INDEX.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("**")
        entries = []
        for m in _ENTRY.finditer(body):
            to = (INDEX.parent / m["to"]).resolve()
            if to.suffix == ".md" and to not in seen:
                title = m["title"] if m["title"].startswith("geomap") else m["title"][:1].upper() + m["title"][1:]
                entries.append({title: to.relative_to(ROOT).as_posix()})
                seen.add(to)
        nav.append({heading: entries})
    return nav


def parted(text: str) -> str:
    """A page with an empty line before each list: GitHub begins one without, Python-Markdown does not."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        if not fenced and re.match(r"(?:[-*]|\d+\.) ", line) and before.strip() and not re.match(r"(?:[-*]|\d+\.) |\s", before):
            lines.append("")
        fenced ^= line.startswith("```")
        lines.append(line)
    return "\n".join(lines)


def main() -> None:
    """Lay out the pages and build the site in ``build/site``."""
    shutil.rmtree(BUILD / "pages", ignore_errors=True)
    for file in pages():
        target = BUILD / "pages" / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            target.write_text(parted(file.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copyfile(file, target)
    config = BUILD / "mkdocs.yml"
    config.write_text(json.dumps({"INHERIT": "../mkdocs.yml", "nav": navigation()}), encoding="utf-8")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's advertisement for its successor
    from mkdocs.__main__ import cli

    cli(["build", "--quiet", "--strict", "-f", str(config)])


if __name__ == "__main__":
    main()
