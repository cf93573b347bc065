"""Mark what is no part of the story: share notes, disclaimers, donation lines, author blocks, menus, comment forms.

Nothing is cut: the spans are kept, and the coding leaves them out.
"""

import re
from itertools import pairwise

from geomap.articles.parts import clean_spans
from geomap.model import Span

__all__ = ["find_boilerplate"]

# Words that only the apparatus around an article uses, each matched within one paragraph.
_VOCABULARY = re.compile(
    r"""
      (?:note\ to\ readers|click\ the\ share\ button|share\ buttons?\ (?:above|below)|crosspost\ on\ your)
    | ^(?:disclaimer|copyright|©|all\ rights\ reserved|terms\ of\ (?:use|service)|privacy\ policy)\b
    | (?:all\ rights\ reserved|copyrighted\ material|fair\ use|permission\ (?:from|of)\ the\ copyright\ owner|©\s*(?:19|20)\d\d|copyright\ ©)
    | (?:responsib\w+\ (?:of|for)\ (?:the\ author|any\ inaccurate|the\ information\ and\ views)|does\ not\ necessarily\ (?:reflect|represent))
    | (?:has\ not\ verified\ the\ content\ of\ this\ story|views\ expressed\ in\ this\ (?:article|section)\ are)
    | (?:paypal|patreon|bitcoin|donat(?:e|ion)s?\b.{0,80}(?:today|now|here|help|support|tax)|support\ (?:the\ project|southfront|our\ (?:work|journalism)))
    | (?:if\ you\ like\ our\ content|our\ work\ wouldn.t\ be\ possible|tax[- ]deductible)
    | (?:leave\ a\ (?:reply|comment)|want\ to\ join\ the\ discussion|feel\ free\ to\ contribute|required\ fields\ are\ marked|e-?mail\ address\ will\ not\ be\ published)
    | (?:comments?\ (?:are\ closed|that\ do\ not\ meet|are\ not\ edited)|post\ a\ comment|write\ a\ comment|\bno\ comments?\ yet)
    | (?:subscribe\ (?:to|for|now)|sign\ up\ (?:for|to)|newsletter|delivered\ to\ your\ inbox|follow\ us\ on|join\ (?:us\ on|our)\ (?:telegram|whatsapp))
    | (?:cookies?\ (?:policy|to\ improve|on\ (?:this|our))|(?:this|our)\ (?:web)?site\ uses\ cookies|accept\ (?:all\ )?cookies)
    | (?:(?:share|tweet|pin)\ (?:on|this)\b|opens\ in\ new\ window|skip\ to\ (?:main\ )?content|click\ to\ share)
    | (?:become\ a\ member|comment\ on\ .{0,40}facebook\ page|for\ media\ inquiries|the\ original\ source\ of\ this\ article)
    | ^(?:articles?\ by|about\ the\ author)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Whole lines that are headings or buttons.
_LINE = re.compile(
    r"""
      \d*\s*(?:repl(?:y|ies)|comments?|shares?|views?|likes?)(?:\s*\(?\d*\)?)?
    | (?:share|tweet|print|e-?mail|save|facebook|twitter|x|whatsapp|telegram|linkedin|instagram|snapchat|tiktok|youtube|viber|messenger|reddit|pinterest)
    | (?:share\ full\ article|get\ short\ url|copy\ link|advertisement|advertising|sponsored|loading|read\ more|more|next|previous|home|menu|search|login|log\ in|register)
    | (?:related(?:\ (?:news|posts|articles|topics|stories|content|coverage))?|more\ (?:in|on|from)\ .{0,30}|most\ (?:read|popular|viewed)|you\ (?:may|might)\ also\ like.{0,20}|latest(?:\ news)?|trending|read\ also|see\ also|also\ read|tags?|topics|categories|recommended.{0,20})
    | (?:news|in-?depth\ report|theme|region|topic|section|filed\ under|tags?|source|via|categor(?:y|ies))\s*:.{0,80}
    | [\W_]+
    | (?:https?://|www\.)\S+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TAIL_HEADING = re.compile(
    r"(?:related(?:\s+(?:news|posts|articles|topics|stories|content|coverage))?|more\s+(?:in|on|from)\s+.{0,30}|most\s+(?:read|popular|viewed)"
    r"|you\s+(?:may|might)\s+also\s+like.{0,20}|leave\s+a\s+(?:reply|comment)|comments?(?:\s*\(?\d+\)?)?|\d+\s+(?:repl(?:y|ies)|comments?)"
    r"|latest(?:\s+news)?|recommended.{0,20}|read\s+also|see\s+also|trending)\s*:?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|from|reporting\s+by|writing\s+by|edit(?:ed|ing)\s+by|articles?\s+by|author)\b\s*:?\s*[*_]*[A-Z][^.!?]{0,90}", re.IGNORECASE)
_SENTENCE = 120
"""A paragraph this long with a full stop is taken for prose unless its words say otherwise."""


def find_boilerplate(text: str, paragraphs: tuple[Span, ...], headline: Span | None = None) -> tuple[Span, ...]:
    """Mark the paragraphs that are no part of the story.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Span
    headline : Span, optional
        Never marked.

    Returns
    -------
    tuple of Span
        In order; neighbouring paragraphs are joined into one span.
    """
    marked = [i for i, span in enumerate(paragraphs) if _is_apparatus(text[span.start : span.end])]
    body = [i for i, span in enumerate(paragraphs) if i not in set(marked) and _is_prose(text[span.start : span.end])]
    if body:
        marked += _around(text, paragraphs, body)
    spans = [paragraphs[i] for i in sorted(set(marked)) if headline is None or not paragraphs[i].overlaps(headline)]
    return clean_spans(_joined(spans, paragraphs))


def _is_prose(words: str) -> bool:
    return len(words) >= _SENTENCE and re.search(r"[.!?…؟。][\"”’')\]]*(?:\s|$)", words) is not None


def _is_apparatus(words: str) -> bool:
    if _LINE.fullmatch(words):
        return True
    if len(words) < 100 and _BYLINE.fullmatch(words):
        return True
    return _VOCABULARY.search(words) is not None and (len(words) < 2_500)


def _around(text: str, paragraphs: tuple[Span, ...], body: list[int]) -> list[int]:
    """Short lines behind the heading of a list of other stories or of comments: all to the end."""
    for i in range(body[0] + 1, len(paragraphs)):
        words = text[paragraphs[i].start : paragraphs[i].end]
        if _TAIL_HEADING.fullmatch(words) and not any(j > i for j in body):
            return list(range(i, len(paragraphs)))
    return []


def _joined(spans: list[Span], paragraphs: tuple[Span, ...]) -> list[Span]:
    following = dict(pairwise(paragraphs))
    marked = set(spans)
    return [Span(span.start, following[span].start) if following.get(span) in marked else span for span in spans]
