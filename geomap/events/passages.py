"""The sentences of an article that are its story: no boilerplate, no headline of another page that ran into one of them."""

import re
from itertools import pairwise

from geomap.model import Article, Span
from geomap.text.gated import gated
from geomap.text.sentences import split_sentences

__all__ = ["sentences_of"]

_TITLE_RUN = re.compile(
    r"(?:(?:[A-Z0-9(][\w.,'’\-()]*|of|in|on|to|for|from|at|by|with|and|the|a|an|as|over|after|into|near|amid|vs)\s+)+(?=(?:[A-Z][\w'’\-]*)\s+(?:[A-Z][\w'’\-]*\s+){0,3}[a-z])"
)
_RELATED = gated(r"(?:\.\.\.\s*)?(?:\d+\s+)?(?:Topic\b.*?)?\b(?:Related|Tags|Keywords|Topics)\s+(?=[A-Z]).*\b(?:Tags|Keywords|Comments?|(?:Community|Comment) (?:standards|guidelines|policy))\b", re.DOTALL)
_TAGS = gated(r"(?<=[\w.…)])\s+Tags(?:\s+\S+){1,20}\s*$")
"""Keywords at the end of a page that ran into its last sentence."""
_TAG_LINE = re.compile(r"Tags(?:\s+\S+){1,20}\s*$")
_KEYWORDS = re.compile(r"\bTags\s+(?=[A-Z])")
_RUNNING = re.compile(r"\s(?:of|in|on|at|from|by|for|to|the|an?|have|has|had|is|are|was|were|will|said|says?|who|that|with|as|after|including|near|over|kill(?:s|ed)?)\s")
_OPENING = re.compile(
    r"(?:(?:A|An|The|At least|At|In|On|More than|Over|Nearly|Around|About|Some|Up to|Suspected|Intense|Heavy|Several|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twenty|Thirty|Forty|Fifty|\d+)\s+){0,2}(?:(?<=The )Islamic\s+)?"
    r"(?:(?:Syrian(?: regime and)?|Russian|Turkish|Israeli|Kurdish|Iraqi|Iranian|American|US|US-led)\s+){0,2}(?:[A-Z\d]\S*)(?:\s+[a-z]\S*){0,6}$"
)
"""How a sentence begins that keywords ran into."""
_LINKS_AFTER = gated(r"\b(?:Related (?:News|Articles|Stories)|Latest (?:updates|news)|LATEST NEWS|More In News|Prev Post|Next Post|You may also like)\b")
"""After the story, before the titles of other pages."""
_LINKS_SHARE = 0.5
_CAPTION = re.compile(r"\W*(?:file )?(?:photo|picture|image)\b", re.IGNORECASE)
_CREDIT = gated(r"[(\[](?=[^()\[\]]*\b(?:photo|picture|image|agenc(?:y|ies)|afp|reuters|ap|aa|iha|epa|getty|anadolu|file)\b)[^()\[\]]{1,60}[)\]]\s+(?=[\"“A-Z])", re.IGNORECASE)
"""Whose picture it is, at the end of a caption that ran into the next sentence."""
_SITE = re.compile(r"(?<=\S)\s+\|\s+[^|]{1,60}$")
"""The site's name after a headline."""
_SITE_NAME = re.compile(r"\s*[|–—-]\s+[^|]{1,60}$")
_TOPIC = gated(r"\bGet short URL\s+Topic\s.{1,90}?\(\d+\)\s+(?:\d+\s+){0,2}")
"""What stands on some pages between their date and their story, with the title of another."""
_BEFORE_HEADLINE = 60
_SHORTEST_REST = 40
_LONGEST_HEADLINE = 200
_LINK_WORDS, _LINK_CAPITALS, _SAME_HEAD = 8, 0.7, 20
"""A run of so many words, so many of them capitalised, is the headline of a linked page; names and ranks are shorter."""


def sentences_of(article: Article) -> list[tuple[int, Span]]:
    """Sentences outside boilerplate, each with the number of its paragraph; the headline is paragraph 0.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of (int, Span)
    """
    blocks = list(article.paragraphs) or [Span(0, len(article.text))]
    links = _LINKS_AFTER.search(article.text, int(len(article.text) * _LINKS_SHARE))
    end = links.start() if links else len(article.text)
    found = []
    headline = _headline(article)
    for number, block in enumerate(blocks, 1):
        for sentence in split_sentences(article.text, block.start, min(block.end, end)):
            if any(b.start <= sentence.start and sentence.end <= b.end + 1 for b in article.boilerplate):
                continue
            for part, again in [p for piece in _pieces(article.text, sentence) for p in _parted(article, piece)]:
                if part.end <= part.start or _CAPTION.match(article.text, part.start):
                    continue
                in_headline = again or (headline is not None and headline.contains(part))
                found.append((0, _without_site(article.text, part)) if in_headline else (number, _without_link(article, part)))
    return found


def _headline(article: Article) -> Span | None:
    """The headline; also a first line that ends in a full stop, where the body begins with it once more."""
    if article.headline is not None or len(article.paragraphs) < 2:
        return article.headline
    first, body = article.paragraphs[:2]
    words = article.text[first.start : first.end].strip()
    again = article.text.find(words.rstrip("."), body.start, body.start + len(words) + _BEFORE_HEADLINE)
    return first if len(words) < _LONGEST_HEADLINE and again >= 0 else None


def _before_links(text: str, sentence: Span) -> Span:
    """A sentence up to the titles of related stories and the tags that ran into it, and after that of its topic."""
    links = _RELATED.search(text, sentence.start, sentence.end)
    if links is None and _after_keywords(text, sentence) is None:
        links = _TAG_LINE.match(text, sentence.start, sentence.end) or _TAGS.search(text, sentence.start, sentence.end)
    topic = _TOPIC.search(text, sentence.start, sentence.end)
    start = topic.end() if topic else sentence.start
    return Span(start, max(start, links.start() if links else sentence.end))


def _pieces(text: str, sentence: Span) -> list[Span]:
    """A sentence without links, captions apart, and without keywords that ran into it."""
    return [part for piece in _captions_apart(text, _before_links(text, sentence)) for part in _around_keywords(text, piece)]


def _around_keywords(text: str, sentence: Span) -> list[Span]:
    """What stands before and after the keywords of a page ("... in A on Friday Tags A B Syria Eleven people were ...")."""
    cut = _after_keywords(text, sentence)
    if cut is None:
        return [sentence]
    before = Span(sentence.start, sentence.start + len(text[sentence.start : cut.start].rstrip()))
    return [*([before] if before.end > before.start else []), Span(cut.end, sentence.end)]


def _after_keywords(text: str, sentence: Span) -> Span | None:
    """The keywords of a page that a sentence holds, if words of its story follow them."""
    tags = _KEYWORDS.search(text, sentence.start, sentence.end)
    running = _RUNNING.search(text, tags.end(), sentence.end) if tags else None
    opening = _OPENING.search(text, tags.end(), running.start()) if tags and running else None
    return Span(tags.start(), opening.start()) if tags and opening else None


def _captions_apart(text: str, sentence: Span) -> list[Span]:
    """The captions in a sentence, each up to its credit, and the rest."""
    cuts = [sentence.start, *(m.end() for m in _CREDIT.finditer(text, sentence.start, sentence.end) if text[m.end()].isupper() or not text[m.end()].isalpha()), sentence.end]
    return [Span(a, b - (len(text[a:b]) - len(text[a:b].rstrip()))) for a, b in pairwise(cuts) if text[a:b].strip()]


def _parted(article: Article, sentence: Span) -> list[tuple[Span, bool]]:
    """A sentence of the body in which some sites put the headline once more, as that headline (True) and the rest."""
    head = _headline(article)
    if head is None or head.contains(sentence):
        return [(sentence, False)]
    title = _SITE_NAME.sub("", article.text[head.start : head.end]).strip()
    words = re.escape(title.rstrip(".")).replace(r"\ ", r"\s+")
    again = re.compile(words).search(article.text, sentence.start, min(sentence.end, sentence.start + _BEFORE_HEADLINE + len(title)))
    if again is None:
        return [(sentence, False)]
    if sentence.end - again.end() < _SHORTEST_REST:
        return [(Span(*again.span()), True)]
    rest = article.text[again.end() : sentence.end]
    return [(Span(*again.span()), True), (Span(sentence.end - len(rest.lstrip(" .:-–—|")), sentence.end), False)]


def _without_site(text: str, headline: Span) -> Span:
    """A headline without the site's name after it."""
    site = _SITE.search(text, headline.start, headline.end)
    return Span(headline.start, site.start()) if site else headline


def _without_link(article: Article, sentence: Span) -> Span:
    """A sentence without the headline of another page, or a credit, that ran into its beginning."""
    run = _TITLE_RUN.match(article.text, sentence.start, sentence.end)
    if run is None:
        return sentence
    words = run[0].split()
    own = article.headline is not None and run[0][:_SAME_HEAD] in article.text[article.headline.start : article.headline.end]
    capitals = sum(w[0].isupper() for w in words)
    if own or len(words) < _LINK_WORDS or capitals < _LINK_CAPITALS * len(words) or run.end() >= sentence.end:
        return sentence
    return Span(run.end(), sentence.end)
